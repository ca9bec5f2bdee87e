/**
 * Names from strangers at every place where a command makes a path of one: nothing outside is read,
 * nothing outside is written, and the message shows the name harmlessly.
 */
import assert from "node:assert/strict";
import { hashFolder, PROJECT, runTask } from "./run_harness.ts";

/** Leads from a run's, a dataset's or a plugin's folder to one beside appdata, and clears a screen. */
const NAME = "../../secret";
const LOUD = "../../secret\u001b[2J\u202e";

function commandsWith(name: string, dir: string): readonly (readonly string[])[] {
  return [
    ["runs", "show", name],
    ["why", name, "profile_basic"],
    ["verify", name],
    ["cite", name],
    ["rows", name],
    ["diff", name, name],
    ["replay", name],
    ["eval", "init", name],
    ["run", "--resume", name],
    ["dataset", "export", name, "--format", "csv"],
    ["plugins", "trust", name, "--plugins-dir", dir, "--yes"],
    ["plugins", "validate", name, "--plugins-dir", dir],
    ["plugins", "new", name, "--type", "analysis", "--dir", dir],
    ["explain", name],
  ];
}

Deno.test("a name that leads out of its folder is refused by every command that takes one", async () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "harness_names_" }));
  const appdata = `${folder}/appdata`;
  try {
    for (const path of [`${folder}/secret`, `${folder}/plugins`]) Deno.mkdirSync(path);
    for (const name of ["report.json", "run.json", "plugin.yaml"]) {
      Deno.writeTextFileSync(`${folder}/secret/${name}`, '{"token": "TOKEN"}\n');
    }
    const before = await hashFolder(`${folder}/secret`);
    const templates = await hashFolder(`${PROJECT}/plugins/_template`);
    const commands = [
      ...commandsWith(NAME, `${folder}/plugins`),
      // Those that bundle every plugin first take seconds, and show a name as the others do.
      ...commandsWith(LOUD, `${folder}/plugins`).filter(([word]) => word !== "plugins"),
    ];
    const ends = await inTurns(2, commands, async (words) => ({
      words,
      end: await runTask("harness", words, {
        cwd: folder,
        env: { HARNESS_APPDATA: appdata },
      }),
    }));
    for (const { words, end } of ends) {
      const what = words.join(" ");
      assert.ok([1, 2].includes(end.code), `${what}: exit ${end.code}\n${end.stderr}`);
      assert.match(end.stderr, /^error\[E_[A-Z_]+\]: /m, what);
      assert.match(end.stderr, /\n {2}next: /, what);
      for (const bad of ["TOKEN", "\u001b", "\u202e", "\n    at "]) {
        assert.ok(!(end.stdout + end.stderr).includes(bad), `${what}: ${JSON.stringify(bad)}`);
      }
    }
    assert.deepEqual(await hashFolder(`${folder}/secret`), before);
    assert.deepEqual(await hashFolder(`${PROJECT}/plugins/_template`), templates);
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(left, ["appdata", "plugins", "secret"]);
    assert.deepEqual([...Deno.readDirSync(`${folder}/plugins`)], []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** As many at a time as there are cores to spare. */
async function inTurns<T, R>(
  workers: number,
  all: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const queue = [...all];
  const done: R[] = [];
  await Promise.all(Array.from({ length: workers }, async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      done.push(await work(one));
    }
  }));
  return done;
}
