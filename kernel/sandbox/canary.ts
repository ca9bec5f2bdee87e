import type { StepRequest } from "../contract/request.ts";
import { sha256Hex } from "../canonical/hash.ts";
import { wallsDown, wallsUntested } from "./errors.ts";
import { executeStep } from "./execute_step.ts";
import { stageInput } from "./stage_input.ts";
import type { StepSink } from "./step_sink.ts";
import type { Walls } from "./standing_walls.ts";

const PLUGIN = new URL("./canary_plugin.js", import.meta.url);
const BOOTSTRAP = new URL("./bootstrap.js", import.meta.url);
const LIMITS = { memory_mb: 128, wall_ms: 30_000, cpu_ms: 20_000, output_mb: 4, artifacts_mb: 4 };
const SILENT: StepSink = {
  log() {},
  progress() {},
  artifact() {},
  artifactChunk() {},
  schema() {},
  columnChunk() {},
};

/**
 * Makes sure that the walls hold before a stranger's code runs behind them: a plugin of our own
 * tries the known leaks, for real, and every one must be refused. It runs once for each version of
 * Deno, platform, set of walls and of this code; after that a file in the cache remembers (2 ms).
 * @param walls what plugins will run behind
 * @param cache_dir an existing folder of the kernel's, absolute
 * @throws CodedError E_WALLS_DOWN naming the leaks that worked, E_WALLS_UNTESTED when the plugin
 *   could not be run
 */
export async function checkWalls(walls: Walls, cache_dir: string): Promise<void> {
  const file = `${cache_dir}/walls_held.json`;
  const key = await canaryKey(walls);
  if (await remembered(file) === key) return;
  await runCanary(walls, cache_dir, executeStep);
  const beside = `${file}.${crypto.randomUUID()}.tmp`;
  await Deno.writeTextFile(beside, JSON.stringify({ key }));
  await Deno.rename(beside, file);
}

/**
 * Runs the canary, whatever is remembered.
 * @param walls what it runs behind
 * @param folder where it may plant its secret; nothing is left there
 * @param execute how a step is executed; another one in tests only
 * @throws CodedError see {@link checkWalls}
 */
export async function runCanary(
  walls: Walls,
  folder: string,
  execute: typeof executeStep,
): Promise<void> {
  const dir = await Deno.makeTempDir({ dir: folder, prefix: "canary_" });
  try {
    const secret = `${dir}/secret.txt`;
    const token = crypto.randomUUID();
    await Deno.mkdir(`${dir}/outside`);
    await Deno.writeTextFile(secret, token);
    const importer = `import secret from ${JSON.stringify(secret)} with { type: "text" };
export default { execute() { throw new Error(secret); } };`;
    const attempts = await Deno.readTextFile(PLUGIN);
    const alone = walls.bubblewrap === null;
    const settings = { secret, outside: `${dir}/outside`, alone };
    // Both have ended before the folder is removed, also when one of them could not be started.
    const [first, second] = await Promise.allSettled([
      runBundle(walls, `${dir}/import`, importer, execute),
      runBundle(walls, `${dir}/try`, attempts, execute, settings),
    ]);
    const [imported, tried] = [valueOf(first), valueOf(second)];
    const open = openLeaks(imported, tried);
    for await (const { name } of Deno.readDir(`${dir}/outside`)) open.push(`leaving ${name}`);
    if (JSON.stringify([imported, tried]).includes(token)) open.push("telling a secret");
    if (open.length > 0) throw wallsDown(open, walls.standing);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

type Outcome = Awaited<ReturnType<typeof executeStep>>;

function valueOf(settled: PromiseSettledResult<Outcome>): Outcome {
  if (settled.status === "rejected") throw settled.reason;
  return settled.value;
}

function openLeaks(imported: Outcome, tried: Outcome): string[] {
  const open = imported.error?.code === "E_PLUGIN_DENIED" ? [] : ["importing a file statically"];
  if (tried.status === "ok") {
    const { metrics } = tried.result as { metrics: Record<string, string> };
    open.push(...Object.keys(metrics).filter((name) => !metrics[name]!.startsWith("closed")));
  } else if (open.length === 0) {
    throw wallsUntested(tried.error!);
  }
  return open;
}

async function runBundle(
  walls: Walls,
  dir: string,
  source: string,
  execute: typeof executeStep,
  settings: Record<string, unknown> = {},
): Promise<Outcome> {
  await Deno.mkdir(dir);
  const bundle_path = `${dir}/plugin.js`;
  await Deno.writeTextFile(bundle_path, source);
  const staged = await stageInput([], dir, walls);
  const request: StepRequest = {
    protocol: 1,
    step_key: "0".repeat(64),
    seed: "1".repeat(64),
    plugin: { id: "canary", version: "1.0.0", type: "analysis" },
    settings,
    input: { type: "analysis", datasets: [], upstream: {} },
    limits: LIMITS,
  };
  const signal = new AbortController().signal;
  return await execute({ request, bundle_path, staged, walls, signal }, SILENT);
}

async function canaryKey(walls: Walls): Promise<string> {
  const sources = await Promise.all([PLUGIN, BOOTSTRAP].map((url) => Deno.readTextFile(url)));
  const { os, arch } = Deno.build;
  return sha256Hex(JSON.stringify([Deno.version.deno, os, arch, walls.standing, ...sources]));
}

async function remembered(file: string): Promise<unknown> {
  try {
    return JSON.parse(await Deno.readTextFile(file)).key;
  } catch {
    return null; // Not yet, or not whole: then it is found out again.
  }
}
