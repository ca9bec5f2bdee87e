import { conductRun } from "../kernel/pipeline/conduct_run.ts";
import { openWorkshop } from "../kernel/pipeline/workshop.ts";
import type { Workshop } from "../kernel/pipeline/ready_plugin.ts";
import { workshopPlaces } from "../kernel/commands/places.ts";
import type { RunObserver } from "../kernel/pipeline/run_observer.ts";
import { executeStep } from "../kernel/sandbox/execute_step.ts";
import { stageInput } from "../kernel/sandbox/stage_input.ts";
import { detectWalls } from "../kernel/sandbox/walls.ts";
import { runGraph } from "../kernel/schedule/run_graph.ts";
import { openState } from "../kernel/store/state_store.ts";
import { writePlugin } from "../tests/write_plugin.ts";
import { emptyRequest, emptySink } from "./bench_steps.ts";
import type { BenchCase } from "./measure_in_turn.ts";

/**
 * About a fifth of a second of arithmetic, in a function that is called often: how a single long
 * loop is compiled while it runs is another question than how steps are scheduled.
 */
const WORK = `function part(from) {
  let sum = 0;
  for (let i = from; i < from + 1e5; i++) sum += 1 / i;
  return sum;
}
let sum = 0;
for (let k = 0; k < 1500; k++) sum += part(1 + k * 1e5);`;
const STEPS = 24;
const MANY = 64;
const JOBS = 2;

/**
 * Scheduling: equal CPU-bound steps on two cores against two bare processes, and trivial steps of
 * whole runs against their processes alone.
 * @param folder a temporary folder
 */
export async function scheduleCases(folder: string): Promise<readonly BenchCase[]> {
  const bare = `${folder}/work.js`;
  const bundle = `${folder}/work_plugin.js`;
  await Deno.writeTextFile(bare, `${WORK} console.log(sum);`);
  await Deno.writeTextFile(
    bundle,
    `export default { async execute(request, channel) { ${WORK}
      const result = { status: "ok", summary: String(sum), metrics: {}, findings: [] };
      channel.send(8, new TextEncoder().encode(JSON.stringify(result)));
    } };`,
  );
  const sequential = "24 CPU-bound processes, one after another";
  const steps = "24 CPU-bound steps, one after another";
  const workshop = await manyPlugins(folder);
  const alone = `${MANY} processes behind the walls alone, ${JOBS} at once`;
  const first = "analysis_many_00";
  return [
    { name: sequential, run: () => bareProcesses(bare, 1) },
    {
      name: "24 CPU-bound processes, two at once",
      against: sequential,
      run: () => bareProcesses(bare, JOBS),
    },
    { name: steps, run: () => executeSteps(folder, bundle, STEPS, 1) },
    {
      name: "24 CPU-bound steps, two at once",
      against: steps,
      run: () => executeSteps(folder, bundle, STEPS, JOBS),
    },
    {
      name: alone,
      run: () => executeSteps(folder, workshop.get(first)!.bundle.path, MANY, JOBS),
    },
    ...[1, 4, 16, MANY].map((n) => ({
      name: `a run of ${n} trivial steps, ${JOBS} at once`,
      against: alone,
      run: () => wholeRun(folder, workshop, n),
    })),
  ];
}

async function bareProcesses(file: string, jobs: number): Promise<void> {
  await spread(STEPS, jobs, async () => {
    const args = ["run", "--no-config", file];
    await new Deno.Command(Deno.execPath(), { args, stdin: "null", stdout: "null" }).output();
  });
}

async function executeSteps(
  folder: string,
  bundle_path: string,
  count: number,
  jobs: number,
): Promise<void> {
  const walls = await detectWalls("auto");
  await spread(count, jobs, async () => {
    const stage_dir = await Deno.makeTempDir({ dir: folder });
    const staged = await stageInput([], stage_dir, walls);
    const { signal } = new AbortController();
    const spec = { request: emptyRequest(), bundle_path, staged, walls, signal };
    const { status, error } = await executeStep(spec, emptySink());
    await staged.release();
    if (status !== "ok") throw new Error(`the step ended as ${status}: ${error?.message}`);
  });
}

async function spread(count: number, jobs: number, run: () => Promise<void>): Promise<void> {
  const tasks = Array.from({ length: count }, (_, i) => ({
    id: `step_${i}`,
    depends_on: [],
    memory_mb: 1,
    run,
  }));
  await runGraph(tasks, { jobs, memory_mb: 1e6 });
}

/** Sixty-four plugins that do nothing, written here and so trusted without being asked. */
async function manyPlugins(folder: string): Promise<Workshop> {
  const plugins = `${folder}/many_plugins`;
  for (let i = 0; i < MANY; i++) {
    const id = `analysis_many_${String(i).padStart(2, "0")}`;
    const run = `return { status: "ok", summary: "", metrics: {}, findings: [] };`;
    await writePlugin(plugins, { id, run });
    // A setting that nothing reads makes the step another one, and leaves every other as it was.
    const schema = {
      type: "object",
      additionalProperties: false,
      properties: { turn: { description: "Which run this is.", type: "number" } },
    };
    await Deno.writeTextFile(`${plugins}/${id}/config.schema.json`, JSON.stringify(schema));
  }
  const places = workshopPlaces({
    appdata: `${folder}/many`,
    plugin_folders: [plugins],
    network_allowed: false,
  });
  const workshop = await openWorkshop(places);
  return new Map([...workshop].map(([id, plugin]) => [id, { ...plugin, refusal: null }]));
}

/**
 * A run of a tiny file whose ingest and profile are known from the run before: `count` steps are
 * executed, and the one that renders the report.
 */
async function wholeRun(folder: string, workshop: Workshop, count: number): Promise<void> {
  const file = `${folder}/tiny.csv`;
  await Deno.writeTextFile(file, "x,y\n1,2\n3,4\n5,7\n");
  const { appdata } = workshopPlaces({
    appdata: `${folder}/many`,
    plugin_folders: [],
    network_allowed: false,
  });
  const state = await openState(appdata);
  const choice = [...workshop.keys()].filter((id) => id.startsWith("analysis_many_"))
    .slice(0, count);
  const settings = Object.fromEntries(choice.map((id) => [id, { turn: Math.random() }]));
  try {
    const end = await conductRun({
      file,
      choice,
      layers: [{ source: "the bench", settings }],
      seed: 0,
      workers: { jobs: JOBS, memory_mb: 1e6 },
      walls: "auto",
      network_allowed: false,
      reuse: true,
      workshop,
      state,
      appdata,
      observer: SILENT,
      signal: new AbortController().signal,
    });
    if (end.status !== "completed") throw new Error(`the run ended as ${end.status}`);
    const executed = end.steps.filter(({ reused_from }) => reused_from === null).length;
    if (executed > count + 3) throw new Error(`${executed} steps were executed for ${count}`);
  } finally {
    state.close();
  }
}

const SILENT: RunObserver = {
  stepStarted() {},
  stepProgress() {},
  stepLog() {},
  stepEnded() {},
  note() {},
};
