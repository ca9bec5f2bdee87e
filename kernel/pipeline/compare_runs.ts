import type { ShownRun, StateStore } from "../store/state_store.ts";
import { compareKeys, type KeyedSettings } from "./compare_keys.ts";

/** A part of two runs that was compared. */
export interface ReplayedPart {
  readonly what: "result" | "file";
  /** Plugin id, or path in the run's folder. */
  readonly id: string;
  readonly same: boolean;
  /** Empty when they are the same. */
  readonly why: string;
}

/** Files that say how one run went, and so are never those of another. */
const OF_ONE_RUN: ReadonlySet<string> = new Set(["run.json", "run.log.jsonl"]);

type Step = ShownRun["steps"][number];

/**
 * Compares two runs byte for byte by the hashes the database has: the result of every step, and
 * every file but those of {@link OF_ONE_RUN}. What differs is explained by the parts of its key, or
 * by the plugin not being deterministic when the key is the same.
 * @param state open
 * @param before a run
 * @param after the same thing run again
 */
export function compareRuns(
  state: Pick<StateStore, "filesOfRun">,
  before: ShownRun,
  after: ShownRun,
): readonly ReplayedPart[] {
  const steps = new Map(after.steps.map((step) => [step.plugin_id, step]));
  const parts: ReplayedPart[] = before.steps.map((step) => {
    const again = steps.get(step.plugin_id);
    steps.delete(step.plugin_id);
    const same = again !== undefined && again.status === step.status &&
      again.result_sha256 === step.result_sha256 && again.error_code === step.error_code;
    return { what: "result", id: step.plugin_id, same, why: same ? "" : whyStep(step, again) };
  });
  for (const id of steps.keys()) {
    parts.push({ what: "result", id, same: false, why: "the step is new" });
  }
  const files = new Map(state.filesOfRun(after.run_id).map((file) => [file.path, file]));
  for (const path of OF_ONE_RUN) files.delete(path);
  for (const { path, sha256 } of state.filesOfRun(before.run_id)) {
    if (OF_ONE_RUN.has(path)) continue;
    const again = files.get(path);
    files.delete(path);
    const same = again?.sha256 === sha256;
    const why = again === undefined ? "it was not made again" : "its bytes differ";
    parts.push({ what: "file", id: path, same, why: same ? "" : why });
  }
  for (const path of files.keys()) {
    parts.push({ what: "file", id: path, same: false, why: "the file is new" });
  }
  return parts;
}

function whyStep(before: Step, after: Step | undefined): string {
  if (after === undefined) return "the step was not run again";
  if (before.key_parts !== null && after.key_parts !== null) {
    const changes = compareKeys(before as KeyedSettings, after as KeyedSettings);
    if (changes.length > 0) {
      return changes.map(({ part, detail }) => `${part}: ${detail}`).join("; ");
    }
  }
  if (after.status !== before.status || after.error_code !== before.error_code) {
    const shown = (step: Step) =>
      step.error_code === null ? step.status : `${step.status} (${step.error_code})`;
    return `${shown(before)} → ${shown(after)}`;
  }
  return "same key, other bytes: the plugin is not deterministic";
}
