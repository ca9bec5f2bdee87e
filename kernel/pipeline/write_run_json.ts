import { canonicalJson } from "../canonical/canonical_json.ts";
import { sha256Hex } from "../canonical/hash.ts";
import type { Report, RunStatus } from "../contract/report.ts";
import type { RunFile } from "../store/run_tables.ts";
import { writeBeside } from "../store/write_beside.ts";
import type { RunContext } from "./run_context.ts";
import type { StepRecord } from "./step_record.ts";

/** Files beside the artifacts that are final now: every step has ended, so nothing logs any more. */
const FINAL = ["report.html", "report.json", "report.md", "run.log.jsonl"] as const;

/**
 * Writes run.json: what report.json may not hold because it differs between two runs of the same
 * thing, such as when it happened, on what, behind which walls, and what was used again; the
 * report steps; and the hash of every file of the run.
 * @param run the run's shared parts
 * @param end how it ended
 * @returns every file of the run with its hash, run.json itself among them
 */
export function writeRunJson(
  run: RunContext,
  end: {
    readonly report: Report;
    readonly status: RunStatus;
    readonly steps: readonly StepRecord[];
  },
): readonly RunFile[] {
  const files = [
    ...FINAL.map((path) => fileOf(path, Deno.readFileSync(`${run.folder.path}/${path}`))),
    ...end.steps.flatMap(({ manifest, result }) =>
      (result?.artifacts ?? []).map(({ name, sha256, bytes }) => ({
        path: `artifacts/${manifest.id}/${name}`,
        sha256,
        bytes,
      }))
    ),
  ];
  const text = canonicalJson({
    run_id: run.run_id,
    run_key: end.report.run_key,
    status: end.status,
    ended_at: new Date().toISOString(),
    deno: Deno.version,
    platform: { os: Deno.build.os, arch: Deno.build.arch },
    walls: run.walls.standing,
    walls_missing: run.walls.missing,
    steps: end.steps.map((step) => ({
      plugin_id: step.manifest.id,
      type: step.manifest.type,
      status: step.status,
      step_key: step.step_key,
      result_sha256: step.result_hash,
      reused_from: step.reused_from,
      error: step.error,
    })),
    files,
    audit: run.state.showRun(run.run_id),
  });
  const bytes = new TextEncoder().encode(`${text}\n`);
  writeBeside(`${run.folder.path}/run.json`, bytes);
  return [...files, fileOf("run.json", bytes)];
}

function fileOf(path: string, bytes: Uint8Array): RunFile {
  return { path, sha256: sha256Hex(bytes), bytes: bytes.length };
}
