/** A plugin's process killed from outside after each of its frames, from none to the result. */
import assert from "node:assert/strict";
import { workshopPlaces } from "../../kernel/commands/places.ts";
import type { Report } from "../../kernel/contract/report.ts";
import { validateReport } from "../../kernel/contract/validators.ts";
import { conductRun } from "../../kernel/pipeline/conduct_run.ts";
import { openWorkshop } from "../../kernel/pipeline/workshop.ts";
import type { Workshop } from "../../kernel/pipeline/ready_plugin.ts";
import { openState } from "../../kernel/store/state_store.ts";
import { hashFolder } from "../run_harness.ts";
import { writePlugin } from "../write_plugin.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_kill_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const table = `${folder}/table.csv`;
await Deno.writeTextFile(table, "x,y\n1.5,2\n3,4\n5,7\n2,2\n");

/** Frames of the plugins: their kind (FRAME_KIND) and body, as JavaScript. */
const ANALYSIS = [
  `[2, json({ level: "info", message: "begun" })]`,
  `[3, json({ done: 1, total: 3, note: "" })]`,
  `[4, json({ name: "big.bin", media_type: "application/octet-stream", description: "", bytes: 2_000_000 })]`,
  `[5, new Uint8Array(1_000_000)]`,
  `[5, new Uint8Array(1_000_000)]`,
  `[3, json({ done: 2, total: 3, note: "" })]`,
  `[4, json({ name: "small.txt", media_type: "text/plain", description: "", bytes: 3 })]`,
  `[5, new Uint8Array(3)]`,
  `[2, json({ level: "info", message: "all but done" })]`,
  `[8, json({ status: "ok", summary: "Done.", metrics: {}, findings: [] })]`,
];
const INGEST = [
  `[2, json({ level: "info", message: "begun" })]`,
  `[6, json({ rows: 4, columns: [
    { name: "a", type: "float64", encoding: "plain", null_count: 0, buffers: { values: 32 } },
    { name: "b", type: "float64", encoding: "plain", null_count: 0, buffers: { values: 32 } } ] })]`,
  `[7, chunk(0, 0, 16)]`,
  `[7, chunk(0, 16, 16)]`,
  `[7, chunk(1, 0, 32)]`,
  `[8, json({ status: "ok", summary: "Read.", metrics: {}, findings: [] })]`,
];

/** A plugin without the SDK: sends the first `stop_after` of its frames, then nothing for ever. */
async function writeStopping(id: string, type: string, frames: readonly string[]): Promise<void> {
  await writePlugin(`${folder}/plugins`, { id, type, run: "" });
  const own = `${folder}/plugins/${id}`;
  await Deno.writeTextFile(
    `${own}/plugin.ts`,
    `const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
function chunk(column: number, offset: number, bytes: number): Uint8Array {
  const body = new Uint8Array(16 + bytes);
  const view = new DataView(body.buffer);
  view.setUint32(0, column, true);
  view.setUint32(4, 1, true);
  view.setUint32(8, offset, true);
  return body;
}
void chunk;
const FRAMES: [number, Uint8Array][] = [${frames.join(",\n")}];
interface Channel { send(kind: number, body: Uint8Array): void }
interface Request { settings: { stop_after: number } }
export default {
  async execute(request: Request, channel: Channel): Promise<void> {
    for (const [kind, body] of FRAMES.slice(0, request.settings.stop_after)) channel.send(kind, body);
    if (request.settings.stop_after > FRAMES.length) return;
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  },
};
`,
  );
  await Deno.writeTextFile(
    `${own}/config.schema.json`,
    JSON.stringify({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      additionalProperties: false,
      required: ["stop_after"],
      properties: { stop_after: { description: "Frames to send.", type: "integer" } },
    }),
  );
  const manifest = await Deno.readTextFile(`${own}/plugin.yaml`);
  const after = 1 + frames.length;
  await Deno.writeTextFile(
    `${own}/plugin.yaml`,
    manifest.replace("defaults: {}", `defaults: { stop_after: ${after} }`),
  );
}

await writeStopping("cut_short", "analysis", ANALYSIS);
await writeStopping("cut_ingest", "ingest", INGEST);
await writePlugin(`${folder}/plugins`, {
  id: "bystander",
  run: `ctx.artifact({ name: "note.txt", media_type: "text/plain", description: "" }, "whole");
    return { status: "ok", summary: "Fine.", metrics: {}, findings: [] };`,
});
const ALL = ["ingest_tabular", "bystander", "cut_short"];

const places = workshopPlaces({
  appdata: `${folder}/appdata`,
  plugin_folders: [`${folder}/plugins`],
  network_allowed: false,
});
const workshop: Workshop = new Map(
  [...await openWorkshop(places)].map(([id, plugin]) => [id, { ...plugin, refusal: null }]),
);

/** Runs the table; `stopping` is killed once it has sent `stopAfter` frames and sleeps. */
async function run(choice: readonly string[], stopping: string, stopAfter: number | null) {
  const state = await openState(places.appdata);
  let killed: Promise<void> | undefined;
  const frames = stopping === "cut_short" ? ANALYSIS : INGEST;
  // Log lines and progress reach whoever watches: the other frames are in between.
  const told = frames.slice(0, stopAfter ?? 0).filter((frame) => /^\[[23],/.test(frame)).length;
  let heard = 0;
  try {
    const end = await conductRun({
      file: table,
      choice,
      layers: stopAfter === null
        ? []
        : [{ source: "the test", settings: { [stopping]: { stop_after: stopAfter } } }],
      seed: 0,
      // One at a time: the process that is killed is then the only one.
      workers: { jobs: 1, memory_mb: 4096 },
      walls: "auto",
      network_allowed: false,
      reuse: false,
      workshop,
      state,
      appdata: places.appdata,
      observer: {
        stepStarted({ plugin_id }) {
          if (stopAfter !== null && plugin_id === stopping) {
            killed = killWhenQuiet(() => heard >= told);
          }
        },
        stepProgress: ({ plugin_id }) => void (plugin_id === stopping && heard++),
        stepLog: ({ plugin_id }) => void (plugin_id === stopping && heard++),
        stepEnded() {},
        note() {},
      },
      signal: new AbortController().signal,
    });
    await killed;
    return end;
  } finally {
    state.close();
  }
}

/**
 * The plugin's own process, inside whatever walls there are, and the processor time it has had.
 * Tests of other files run in this very process: theirs are told by the folder they were given.
 */
function pluginProcess(): { pid: number; ticks: number } | undefined {
  const processes = new Map<number, { parent: number; isOurs: boolean }>();
  const plugins: number[] = [];
  for (const line of output("ps", "-eo", "pid=,ppid=,stat=,args=").split("\n")) {
    const [, pid, parent, state, args] = /^ *(\d+) +(\d+) +(\S+) +(.*)$/.exec(line) ?? [];
    if (pid === undefined) continue;
    processes.set(Number(pid), { parent: Number(parent), isOurs: args!.includes(folder) });
    const isDeno = /^\S*deno /.test(args!) && args!.includes("bootstrap.js");
    if (isDeno && !state!.startsWith("Z")) plugins.push(Number(pid));
  }
  const pid = plugins.find((one) => {
    let at = processes.get(one);
    while (at !== undefined && !at.isOurs) at = processes.get(at.parent);
    return at !== undefined;
  });
  if (pid === undefined) return undefined;
  // User and system time are fields 14 and 15; the name before them may hold anything.
  const stat = output("cat", `/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { pid, ticks: Number(fields[11]) + Number(fields[12]) };
}

/** Deno reads /proc of other processes with all permissions only, and tests do not have them. */
function output(program: string, ...args: string[]): string {
  const { stdout } = new Deno.Command(program, { args, stdin: "null", stderr: "null" })
    .outputSync();
  return new TextDecoder().decode(stdout);
}

async function killWhenQuiet(isTold: () => boolean): Promise<void> {
  let before = { pid: -1, ticks: -1 };
  for (let quiet = 0; quiet < 4;) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    const now = pluginProcess();
    if (now === undefined) {
      quiet = 0;
      continue;
    }
    quiet = now.pid === before.pid && now.ticks === before.ticks && isTold() ? quiet + 1 : 0;
    before = now;
  }
  Deno.kill(before.pid, "SIGKILL");
}

async function reportOf({ report_json }: { report_json: string }): Promise<Report> {
  const report: Report = JSON.parse(await Deno.readTextFile(report_json));
  assert.deepEqual(await validateReport(report), []);
  return report;
}

/** Nothing unfinished is left anywhere in appdata, and no process. */
async function assertNothingLeft(end: { run_id: string }, artifacts: readonly string[]) {
  const files = Object.keys(await hashFolder(places.appdata.root));
  assert.deepEqual(files.filter((path) => path.endsWith(".part") || path.includes("staging")), []);
  const own = `runs/${end.run_id}/artifacts/`;
  const kept = files.filter((path) => path.startsWith(own)).map((path) => path.slice(own.length));
  const others = /^(report_bundle|profile_basic)\//;
  assert.deepEqual(kept.filter((path) => !others.test(path)).sort(), artifacts);
  assert.equal(pluginProcess(), undefined);
}

const ignore = Deno.build.os !== "linux";

Deno.test("an analysis killed after any of its frames is killed, and the rest is as it was", {
  ignore,
}, async (test) => {
  const whole = await run(ALL, "cut_short", null);
  assert.equal(whole.status, "completed");
  const { plugins } = await reportOf(whole);
  await assertNothingLeft(whole, [
    "bystander/note.txt",
    "cut_short/big.bin",
    "cut_short/small.txt",
  ]);
  for (let k = 0; k <= ANALYSIS.length; k++) {
    await test.step(`after ${k} frames`, async () => {
      const end = await run(ALL, "cut_short", k);
      assert.equal(end.status, "partial");
      const report = await reportOf(end);
      const { status, error, artifacts, summary } = report.plugins["cut_short"]!;
      assert.deepEqual([status, error?.code, artifacts], ["killed", "E_KILLED", []]);
      assert.match(summary, /SIGKILL/);
      assert.deepEqual(report.errors.map(({ code }) => code), ["E_KILLED"]);
      for (const id of ["bystander", "ingest_tabular", "profile_basic"]) {
        assert.deepEqual(report.plugins[id], plugins[id], id);
      }
      assert.match(await Deno.readTextFile(end.report_md), /SIGKILL/);
      await assertNothingLeft(end, ["bystander/note.txt"]);
    });
  }
});

Deno.test("an ingest killed after any of its frames leaves a failed run and no dataset", {
  ignore,
}, async (test) => {
  const choice = ["cut_ingest", "bystander"];
  const before = await run(choice, "cut_ingest", null);
  assert.equal(before.status, "completed", JSON.stringify(before.report.errors));
  const packs = () => [...Deno.readDirSync(`${places.appdata.root}/datasets`)].map((e) => e.name);
  const there = packs().sort();
  for (let k = 0; k <= INGEST.length; k++) {
    await test.step(`after ${k} frames`, async () => {
      const end = await run(choice, "cut_ingest", k);
      assert.equal(end.status, "failed");
      const report = await reportOf(end);
      assert.equal(report.plugins["cut_ingest"]!.status, "killed");
      assert.deepEqual(Object.keys(report.plugins), ["cut_ingest"]);
      assert.deepEqual([report.datasets, packs().sort()], [[], there]);
      await assertNothingLeft(end, []);
    });
  }
});
