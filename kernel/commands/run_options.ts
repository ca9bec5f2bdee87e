import { PLUGIN_ID_PATTERN } from "../contract/manifest.ts";
import type { Choice } from "../pipeline/choose_plan.ts";
import type { WallsMode } from "../sandbox/standing_walls.ts";
import { invalidOption } from "./errors.ts";

/** Options that `run` and `eval` share, checked. */
export interface RunOptions {
  readonly appdata: string;
  readonly choice: Choice;
  readonly seed: number;
  /** Null: as many as there are cores. */
  readonly jobs: number | null;
  readonly walls: WallsMode;
  readonly plugin_folders: readonly string[];
  readonly network_allowed: boolean;
  /** Whether results that are there may be used again. */
  readonly reuse: boolean;
}

/**
 * Checks the options as the parser gives them.
 * @param options camel-case names, texts
 * @throws CodedError E_USAGE_OPTION naming the option and what it takes
 */
export function runOptions(options: Readonly<Record<string, unknown>>): RunOptions {
  const { plugins, seed, jobs, walls } = options as Readonly<Record<string, string | undefined>>;
  return {
    appdata: String(options.appdata),
    choice: choiceOf(plugins ?? "auto"),
    seed: seed === undefined ? 0 : integer("seed", seed, 0, Number.MAX_SAFE_INTEGER),
    jobs: jobs === undefined ? null : integer("jobs", jobs, 1, 256),
    walls: wallsOf(walls ?? "auto"),
    plugin_folders: (options.pluginsDir ?? []) as readonly string[],
    network_allowed: options.allowNetworkDev === true,
    reuse: options.reuse !== false,
  };
}

function choiceOf(value: string): Choice {
  if (value === "auto" || value === "all") return value;
  const ids = value.split(",").map((id) => id.trim());
  if (!ids.every((id) => PLUGIN_ID_PATTERN.test(id))) {
    throw invalidOption("plugins", value, "auto, all, ids, or a mixture, separated by commas");
  }
  return [...new Set(ids)];
}

function integer(name: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || !(min <= number && number <= max)) {
    throw invalidOption(name, value, `an integer from ${min} to ${max}`);
  }
  return number;
}

function wallsOf(value: string): WallsMode {
  if (value === "auto" || value === "strict" || value === "flags") return value;
  throw invalidOption("walls", value, "auto, strict or flags");
}
