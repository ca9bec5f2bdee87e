import { CodedError } from "../../kernel/contract/coded_error.ts";
import type { LedgerEntry } from "../../kernel/contract/execution.ts";
import type { PluginType } from "../../kernel/contract/manifest.ts";
import type { StepRequest } from "../../kernel/contract/request.ts";
import type { CommandLine } from "../../kernel/sandbox/command_line.ts";
import { executeStep } from "../../kernel/sandbox/execute_step.ts";
import {
  type InputSource,
  type StagedInput,
  stageInput,
} from "../../kernel/sandbox/stage_input.ts";
import type { StepSink } from "../../kernel/sandbox/step_sink.ts";
import type { Walls } from "../../kernel/sandbox/standing_walls.ts";
import { AttackWorld } from "./attack_world.ts";
import { executeTampered } from "./execute_tampered.ts";

export const ATTACKS = new URL("../../fixtures/attacks/", import.meta.url);

/** A guard taken away, to see that an attack needs it. */
export interface Tamper {
  /** Changes the command line. */
  readonly command?: (command: CommandLine, world: AttackWorld) => CommandLine;
  /** Changes the bootstrap's source. */
  readonly bootstrap?: (source: string, world: AttackWorld) => string;
  /** Other limits than the attack's. */
  readonly limits?: Partial<StepRequest["limits"]>;
  /** Stages the input instead of the kernel. */
  readonly stage?: (inputs: readonly InputSource[], world: AttackWorld) => Promise<StagedInput>;
}

/** How an attack must end. All of it is compared. */
export interface Outcome {
  readonly status: string;
  readonly code: string | null;
  /** What each attempt came to: `held <why>`, a fact, or (residuals only) `GOT <what>`. */
  readonly attempts: Readonly<Record<string, string>> | null;
  /**
   * Different things the ledger has as refused, by permission. Left out where that depends on the
   * moment at which the process is ended.
   */
  readonly refused?: Readonly<Record<string, number>>;
}

/** `expect.json` of an attack. */
export interface Attack {
  /** One sentence: what is tried. */
  readonly attack: string;
  /** What stops it. */
  readonly stopped_by: string;
  readonly expect: Outcome;
  /** Where wall 1 alone differs. */
  readonly wall1?: Partial<Outcome>;
  /** Set when wall 1 alone does not hold: a limit that SECURITY.md names. */
  readonly residual?: "wall1";
  readonly type?: PluginType;
  readonly limits?: Partial<StepRequest["limits"]>;
  /** Times it is run in the same world; the last run is compared. */
  readonly runs?: number;
  /** The input is a link to the secret, or a folder that holds one. */
  readonly input?: "link" | "folder_link";
  /** The same plugin with other settings and another outcome, by name. */
  readonly cases?: Readonly<Record<string, { settings: Record<string, unknown>; expect: Outcome }>>;
}

/** What an attack came to. */
export interface Observation extends Outcome {
  readonly message: string;
  /** Places in which the planted token turned up. */
  readonly leaks: readonly string[];
  /** Listeners that were reached. */
  readonly contacts: readonly string[];
  /** Planted files that differ afterwards, and new ones. */
  readonly changed: readonly string[];
  /** Characters in texts that a terminal would obey. */
  readonly unescaped: readonly string[];
  /** Processes that still run. */
  readonly orphans: readonly string[];
  readonly stderr: string;
}

/** Of any world: several may stand at once, and they share one environment. */
const ANY_TOKEN = /TOKEN[0-9a-f]{32}/;

/** Generous with time, so that a busy machine changes no outcome. */
const LIMITS = { memory_mb: 128, wall_ms: 30_000, cpu_ms: 20_000, output_mb: 8, artifacts_mb: 4 };

/** Reads an attack's `expect.json`. */
export async function readAttack(name: string): Promise<Attack> {
  return JSON.parse(await Deno.readTextFile(new URL(`${name}/expect.json`, ATTACKS)));
}

/** Names of all attacks, sorted. */
export function attackNames(): readonly string[] {
  return [...Deno.readDirSync(ATTACKS)].filter((entry) => entry.isDirectory)
    .map(({ name }) => name).sort();
}

/**
 * Runs one attack in a world of its own and reports everything that came of it.
 * @param name folder in fixtures/attacks
 * @param walls what it runs behind
 * @param settings of one of its cases
 * @param tamper a guard to take away
 */
export async function runAttack(
  name: string,
  walls: Walls,
  settings: Record<string, unknown> = {},
  tamper: Tamper = {},
): Promise<Observation> {
  const attack = await readAttack(name);
  const world = await AttackWorld.make();
  Deno.env.set("HARNESS_TEST_SECRET", world.token);
  try {
    await writeBundle(name, world);
    const inputs = await makeInputs(attack, world);
    const before = await world.snapshot();
    let observed: Observation | undefined;
    for (let run = 0; run < (attack.runs ?? 1); run++) {
      observed = await runOnce(attack, world, walls, inputs, settings, tamper);
    }
    const after = await world.snapshot();
    return {
      ...observed!,
      contacts: world.contacts,
      changed: changes(before, after),
      orphans: await orphans(world.dir),
    };
  } finally {
    await world.remove();
  }
}

async function runOnce(
  attack: Attack,
  world: AttackWorld,
  walls: Walls,
  inputs: readonly InputSource[],
  settings: Record<string, unknown>,
  tamper: Tamper,
): Promise<Observation> {
  const texts: Record<string, string> = {};
  const empty = { leaks: [], contacts: [], changed: [], unescaped: [], orphans: [] };
  try {
    const staged = await (tamper.stage?.(inputs, world) ??
      stageInput(inputs, world.stageDir, walls));
    try {
      const request: StepRequest = {
        protocol: 1,
        step_key: "0".repeat(64),
        seed: "0123456789abcdef".repeat(4),
        plugin: { id: "attack", version: "1.0.0", type: attack.type ?? "analysis" },
        settings: { ...world.settings, ...settings },
        input: { type: "analysis", datasets: [], upstream: {} },
        limits: { ...LIMITS, ...attack.limits, ...tamper.limits },
      };
      const signal = new AbortController().signal;
      const spec = { request, bundle_path: world.bundlePath, staged, walls, signal };
      const sink = recordingSink(texts);
      const outcome = tamper.command === undefined && tamper.bootstrap === undefined
        ? await executeStep(spec, sink)
        : await executeTampered(spec, sink, tamper, world.dir, world);
      texts["result"] = JSON.stringify(outcome.result);
      texts["error"] = outcome.error?.message ?? "";
      texts["stderr"] = outcome.execution.stderr_text;
      const result = outcome.result as { metrics?: Record<string, string> } | null;
      return {
        ...empty,
        status: outcome.status,
        code: outcome.error?.code ?? null,
        message: outcome.error?.message ?? "",
        attempts: result?.metrics ?? null,
        refused: refusals(outcome.execution.ledger),
        leaks: Object.keys(texts).filter((place) => ANY_TOKEN.test(texts[place]!)),
        unescaped: ["error", "stderr"].filter((place) => hasControls(texts[place]!)),
        stderr: outcome.execution.stderr_text,
      };
    } finally {
      await staged.release();
    }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const { code, message } = error;
    return {
      ...empty,
      status: "not started",
      code,
      message,
      attempts: null,
      refused: {},
      stderr: "",
    };
  }
}

/** The kit, then the plugin, with `__NAMES__` of the world's settings filled in. */
async function writeBundle(name: string, world: AttackWorld): Promise<void> {
  const kit = await Deno.readTextFile(new URL("_kit.js", ATTACKS));
  let plugin = await Deno.readTextFile(new URL(`${name}/plugin.js`, ATTACKS));
  for (const [key, value] of Object.entries(world.settings)) {
    plugin = plugin.replaceAll(`__${key.toUpperCase()}__`, String(value));
  }
  await Deno.writeTextFile(world.bundlePath, kit + plugin);
}

async function makeInputs(attack: Attack, world: AttackWorld) {
  const inputs = [{ name: "0.pack", source: world.inputPath }];
  if (attack.input === "link") {
    await Deno.symlink(`${world.dir}/secret/secret.txt`, `${world.dir}/inputs/link`);
    inputs.push({ name: "link", source: `${world.dir}/inputs/link` });
  }
  if (attack.input === "folder_link") {
    await Deno.mkdir(`${world.dir}/inputs/artifacts`);
    await Deno.symlink(`${world.dir}/secret`, `${world.dir}/inputs/artifacts/link`);
    inputs.push({ name: "artifacts", source: `${world.dir}/inputs/artifacts` });
  }
  return inputs;
}

/** Keeps the text of everything that comes, to be searched; contents of floods are not kept. */
function recordingSink(texts: Record<string, string>): StepSink {
  const keep = (place: string, text: string) => {
    const before = texts[place] ?? "";
    if (before.length < 1_000_000) texts[place] = before + text;
  };
  const decoder = new TextDecoder();
  return {
    log: (frame) => keep("log", JSON.stringify(frame)),
    progress: (frame) => keep("progress", JSON.stringify(frame)),
    artifact: (frame) => keep("artifact", JSON.stringify(frame)),
    artifactChunk: (bytes) => keep("artifact chunk", decoder.decode(bytes)),
    schema: (schema) => keep("schema", JSON.stringify(schema)),
    columnChunk: (_column, _buffer, _offset, bytes) => keep("column chunk", decoder.decode(bytes)),
  };
}

function refusals(ledger: readonly LedgerEntry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { permission, granted } of ledger) {
    if (!granted) counts[permission] = (counts[permission] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort());
}

function changes(before: Record<string, string>, after: Record<string, string>): string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter((path) => before[path] !== after[path]).sort()
    .map((path) => `${path}: ${before[path] ?? "nothing"} → ${after[path] ?? "nothing"}`);
}

/** Processes whose command line names the world. */
async function orphans(dir: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "stat,args"] }).output();
  return new TextDecoder().decode(stdout).split("\n")
    .filter((line) => line.includes(dir) && !line.startsWith("Z"));
}

function hasControls(text: string): boolean {
  // deno-lint-ignore no-control-regex
  return /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]/.test(text);
}
