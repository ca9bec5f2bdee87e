import type { BenchCost } from "../measure_in_turn.ts";
import { answer } from "./peers.ts";

const SCRIPT = `${import.meta.dirname}/own_step.ts`;

/** What `own_step.ts` prints: one step's cost, and the pack that an ingest step made. */
export interface StepAnswer {
  readonly wall_ms: number;
  /** Of the kernel and the plugin. */
  readonly cpu_ms: number;
  readonly rss_kb: { readonly kernel: number; readonly plugin: number };
  readonly output: { readonly path: string; readonly bytes: number } | null;
}

/**
 * Runs a real step in a process of its own.
 * @param kind which
 * @param file the CSV or the pack
 * @param folder a temporary folder, for bundles and packs
 */
export function ownStep(
  kind: "ingest" | "profile",
  file: string,
  folder: string,
): Promise<StepAnswer> {
  return answer(Deno.execPath(), [
    ...["run", "--quiet", "--cached-only", "--allow-all"],
    ...[SCRIPT, kind, file, folder],
  ]);
}

/** A step as a case's cost. */
export function stepCost({ wall_ms, cpu_ms, rss_kb }: StepAnswer): BenchCost {
  return { wall_ms, cpu_ms, rss_kb: Math.max(rss_kb.kernel, rss_kb.plugin) };
}
