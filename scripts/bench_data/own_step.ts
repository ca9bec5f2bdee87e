/**
 * Runs one real step in a process of its own, as the kernel does: bundle, walls, pack, and prints
 * what it cost as JSON. `own_step.ts ingest FILE FOLDER` or `own_step.ts profile PACK FOLDER`.
 */
import { cpuUsage } from "node:process";
import { openPack } from "../../kernel/store/pack_reader.ts";
import { PackWriter } from "../../kernel/store/pack_writer.ts";
import { discoverPlugins } from "../../kernel/registry/discover.ts";
import { prepareBundles } from "../../kernel/registry/prepare_bundles.ts";
import { executeStep, type StepOutcome } from "../../kernel/sandbox/execute_step.ts";
import { stageInput } from "../../kernel/sandbox/stage_input.ts";
import type { StepSink } from "../../kernel/sandbox/step_sink.ts";
import { detectWalls } from "../../kernel/sandbox/walls.ts";
import type { StepInput } from "../../kernel/contract/request.ts";

const PROJECT = import.meta.dirname!.replace(/\/scripts\/bench_data$/, "");
const [kind, file, folder] = Deno.args as [string, string, string];

const plugin_id = kind === "ingest" ? "ingest_tabular" : "profile_basic";
const found = await discoverPlugins([{ path: `${PROJECT}/plugins`, origin: "builtin" }]);
const plugin = found.plugins.find(({ id }) => id === plugin_id)!;
const bundles = await prepareBundles([plugin], {
  cache_dir: folder,
  project_dir: PROJECT,
  deno_path: Deno.execPath(),
});
const walls = await detectWalls("auto");
const stage_dir = await Deno.makeTempDir({ dir: folder });

const started = performance.now();
const before = cpuUsage();
const pack = new PackWriter({
  datasets: `${folder}/datasets`,
  staging: stage_dir,
  max_bytes: 2 ** 40,
});
const dropping: StepSink = {
  log() {},
  progress() {},
  artifact() {},
  artifactChunk() {},
  schema() {},
  columnChunk() {},
};
const sink: StepSink = kind !== "ingest" ? dropping : {
  ...dropping,
  schema: (schema) => pack.schema(schema),
  columnChunk: (column, buffer, offset, bytes) => pack.columnChunk(column, buffer, offset, bytes),
};
const name = kind === "ingest" ? "upload" : "0.pack";
const staged = await stageInput([{ name, source: file }], stage_dir, walls);
const outcome = await executeStep({
  request: {
    protocol: 1,
    step_key: "0".repeat(64),
    seed: "0".repeat(64),
    plugin: { id: plugin_id, version: plugin.manifest.version, type: plugin.manifest.type },
    settings: plugin.manifest.settings.defaults,
    input: inputOf(),
    limits: plugin.manifest.sandbox.limits,
  },
  bundle_path: bundles.get(plugin_id)!.path,
  staged,
  walls,
  signal: new AbortController().signal,
}, sink);
if (outcome.status !== "ok") throw new Error(`${plugin_id}: ${outcome.error?.message}`);
const written = kind === "ingest" ? await pack.finish() : null;
const wall_ms = performance.now() - started;
const kernel = cpuUsage(before);
await staged.release();
console.log(JSON.stringify({
  wall_ms,
  cpu_ms: (kernel.user + kernel.system) / 1000 + pluginCpu(outcome),
  rss_kb: { kernel: peakRssKb(), plugin: outcome.execution.max_rss_kb },
  output: written === null ? null : { path: written.path, bytes: written.bytes },
}));

function inputOf(): StepInput {
  if (kind === "ingest") return { type: "ingest", file: name, filename: "rows.csv" };
  using reader = openPack(file);
  const { version_id, sha256 } = reader;
  return { type: "profile", datasets: [{ version_id, sha256, path: name }] };
}

function pluginCpu({ execution }: StepOutcome): number {
  return execution.cpu_user_ms + execution.cpu_system_ms;
}

/** Largest resident set of this process so far. */
function peakRssKb(): number {
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}
