import type { StepRequest } from "../kernel/contract/request.ts";
import { workshopPlaces } from "../kernel/commands/places.ts";
import { openWorkshop } from "../kernel/pipeline/workshop.ts";
import { executeStep } from "../kernel/sandbox/execute_step.ts";
import { stageInput } from "../kernel/sandbox/stage_input.ts";
import type { StepSink } from "../kernel/sandbox/step_sink.ts";
import { detectWalls } from "../kernel/sandbox/walls.ts";
import type { WallsMode } from "../kernel/sandbox/standing_walls.ts";
import { writePlugin } from "../tests/write_plugin.ts";
import type { BenchCase } from "./measure_in_turn.ts";

const PROJECT = import.meta.dirname!.replace(/\/scripts$/, "");

/** A bundle that answers at once: what is left is the cost of the step. */
const EMPTY_PLUGIN = `export default { async execute(request, channel) {
  const result = { status: "ok", summary: "", metrics: {}, findings: [] };
  channel.send(8, new TextEncoder().encode(JSON.stringify(result)));
} };`;

const REQUEST: StepRequest = {
  protocol: 1,
  step_key: "0".repeat(64),
  seed: "0".repeat(64),
  plugin: { id: "empty", version: "1.0.0", type: "analysis" },
  settings: {},
  input: { type: "analysis", datasets: [], upstream: {} },
  limits: { memory_mb: 256, wall_ms: 60000, cpu_ms: 60000, output_mb: 1, artifacts_mb: 1 },
};

const SINK: StepSink = {
  log() {},
  progress() {},
  artifact() {},
  artifactChunk() {},
  schema() {},
  columnChunk() {},
};

/** The request of a step that reads nothing. */
export function emptyRequest(): StepRequest {
  return REQUEST;
}

/** A sink that throws everything away. */
export function emptySink(): StepSink {
  return SINK;
}

/**
 * One step behind each wall against a bare Deno, and a whole run of the demo file.
 * @param folder a temporary folder
 */
export async function stepCases(folder: string): Promise<readonly BenchCase[]> {
  const empty = `${folder}/empty_step.ts`;
  const bundle_path = `${folder}/empty_plugin.js`;
  await Deno.writeTextFile(empty, "");
  await Deno.writeTextFile(bundle_path, EMPTY_PLUGIN);
  const bare = {
    name: "deno run, empty file",
    run: async () => {
      const args = ["run", "--no-config", empty];
      await new Deno.Command(Deno.execPath(), { args, stdin: "null" }).output();
    },
  };
  const both = await stepCase("a step behind both walls", "auto", folder, bundle_path);
  return [
    bare,
    await stepCase("a step behind wall 1", "flags", folder, bundle_path),
    both,
    {
      // What the SDK adds to every step: its code to read and compile, and its context.
      ...await stepCase("the same with the SDK", "auto", folder, await sdkBundle(folder)),
      against: both.name,
      at_most: 1.2,
    },
    {
      name: "deno task run fixtures/demo.csv",
      run: async () => {
        const { code } = await new Deno.Command(Deno.execPath(), {
          args: [
            "task",
            "run",
            "fixtures/demo.csv",
            "--no-reuse",
            "--appdata",
            `${folder}/appdata`,
          ],
          cwd: PROJECT,
          stdin: "null",
          stdout: "null",
          stderr: "null",
        }).output();
        if (code !== 0) throw new Error(`the run ended with ${code}`);
      },
    },
  ];
}

/** The bundle of a plugin that does as little, made with the SDK. */
async function sdkBundle(folder: string): Promise<string> {
  const plugins = `${folder}/sdk_plugins`;
  const id = "analysis_with_sdk";
  const run = `return { status: "ok", summary: "", metrics: {}, findings: [] };`;
  await writePlugin(plugins, { id, run });
  const places = { appdata: `${folder}/sdk`, plugin_folders: [plugins], network_allowed: false };
  return (await openWorkshop(workshopPlaces(places))).get(id)!.bundle.path;
}

async function stepCase(
  name: string,
  mode: WallsMode,
  folder: string,
  bundle_path: string,
): Promise<BenchCase> {
  const walls = await detectWalls(mode);
  const stage_dir = await Deno.makeTempDir({ dir: folder });
  return {
    name: mode === "auto" && walls.bubblewrap === null ? `${name} (bubblewrap is missing)` : name,
    at_most: 2,
    run: async () => {
      const staged = await stageInput([], stage_dir, walls);
      const { signal } = new AbortController();
      const spec = { request: REQUEST, bundle_path, staged, walls, signal };
      const { status, error } = await executeStep(spec, SINK);
      await staged.release();
      if (status !== "ok") throw new Error(`the step ended as ${status}: ${error?.message}`);
    },
  };
}
