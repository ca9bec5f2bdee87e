/** One byte flipped, in whatever a run stored: `verify` finds it and names it. */
import assert from "node:assert/strict";
import { type Verified, verifyRun } from "../kernel/pipeline/verify_run.ts";
import { appdataLayout } from "../kernel/store/appdata.ts";
import { openPack } from "../kernel/store/pack_reader.ts";
import { openState } from "../kernel/store/state_store.ts";
import { hashFolder, runJson, runTask } from "./run_harness.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_verify_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const root = `${folder}/appdata`;
const layout = appdataLayout(root);
const file = `${folder}/holed.csv`;
const rows = Array.from({ length: 60 }, (_, i) => `${i % 7 === 0 ? "" : i},${i % 2}x,a${i % 3}`);
await Deno.writeTextFile(file, `number,mixed,letter\n${rows.join("\n")}\n`);
const { json, stderr } = await runJson([
  file,
  "--plugins",
  "auto,llm_prompt_builder",
  "--appdata",
  root,
]);

/** What `verify` says is not as it was. */
async function found(): Promise<string[]> {
  const state = await openState(layout);
  try {
    const verified = await verifyRun(state, layout, state.showRun(json.run_id));
    return verified.filter(({ state }) => state !== "same").map(named);
  } finally {
    state.close();
  }
}

function named({ what, id, state }: Verified): string {
  return `${what} ${id} ${state}`;
}

/** Does something while one byte of a file is another one. */
async function whileFlipped(path: string, at: number, work: () => Promise<void>): Promise<void> {
  const flip = () => {
    using open = Deno.openSync(path, { read: true, write: true });
    const byte = new Uint8Array(1);
    open.seekSync(at, Deno.SeekMode.Start);
    assert.equal(open.readSync(byte), 1, `${path} has no byte ${at}`);
    open.seekSync(at, Deno.SeekMode.Start);
    open.writeSync(byte.map((bits) => bits ^ 1));
  };
  flip();
  try {
    await work();
  } finally {
    flip();
  }
}

/** How `verify` names what a file of appdata belongs to; null for what no run stored. */
function nameOf(path: string): string | null {
  const [area, id, ...rest] = path.split("/");
  if (area === "uploads") return `upload ${id} differs`;
  if (area === "datasets") return `dataset ${json.dataset!.version_id} differs`;
  if (area === "cache" && id === "results") return `file ${path} differs`;
  if (area !== "runs" || rest[0] === "owner.lock") return null;
  return `file ${rest.join("/")} differs`;
}

/** Places to flip: the ends, the middle, and for a dataset every buffer and the footer. */
function placesOf(path: string, bytes: number): number[] {
  const places = [0, Math.floor(bytes / 2), bytes - 1];
  if (!path.endsWith(".pack")) return places;
  using pack = openPack(path);
  const buffers = pack.footer.columns.flatMap((column) => Object.values(column.buffers));
  const starts = buffers.flatMap((buffer) => buffer!.bytes === 0 ? [] : [buffer!.offset]);
  return [...new Set([...places, ...starts, bytes - 20, bytes - 200])];
}

Deno.test("a flipped byte in any file that a run stored is found and named", async () => {
  assert.equal(json.exit_code, 0, stderr);
  assert.deepEqual(await found(), []);
  const kinds = new Set<string>();
  for (const path of Object.keys(await hashFolder(root))) {
    const expected = nameOf(path);
    const { size } = await Deno.stat(`${root}/${path}`);
    if (expected === null || size === 0) continue;
    kinds.add(expected.split(" ")[0]!);
    for (const at of placesOf(`${root}/${path}`, size)) {
      await whileFlipped(`${root}/${path}`, at, async () => {
        assert.ok((await found()).includes(expected), `${path}, byte ${at}: ${await found()}`);
      });
    }
  }
  assert.deepEqual([...kinds].sort(), ["dataset", "file", "upload"]);
  assert.deepEqual(await found(), [], "all is as it was again");
});

Deno.test("a flipped byte in any result in the database is found and named", async () => {
  const path = `${root}/state.sqlite`;
  const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
  const state = await openState(layout);
  const steps = state.showRun(json.run_id).steps.map(({ plugin_id, step_key }) => ({
    plugin_id,
    json: state.getResult(step_key!)!.json,
  }));
  state.close();
  assert.ok(steps.length >= 5);
  for (const { plugin_id, json } of steps) {
    // Pages that are no longer used may hold the same text: the one in use must be noticed.
    const end = new TextDecoder("latin1").decode(new TextEncoder().encode(json)).slice(-40);
    let noticed = 0;
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) {
      await whileFlipped(path, at + 12, async () => {
        if ((await found()).includes(`result ${plugin_id} differs`)) noticed++;
      });
    }
    assert.equal(noticed, 1, plugin_id);
  }
  assert.deepEqual(await found(), []);
});

Deno.test("the command ends with 1 and prints what it found", async () => {
  const page = `runs/${json.run_id}/run.log.jsonl`;
  await Deno.writeTextFile(`${root}/${page}`, "{}\n", { append: true });
  const end = await runTask("harness", ["verify", json.run_key, "--appdata", root]);
  assert.equal(end.code, 1, end.stderr);
  assert.match(end.stdout, /file +run\.log\.jsonl +differs/);
});
