/** `doctor` with the permissions that every command has, and no more. */
import assert from "node:assert/strict";
import { runTask } from "./run_harness.ts";

interface Examined {
  readonly sound: boolean;
  readonly facts: readonly { id: string; state: string; found: string; means: string }[];
}

async function withAppdata(work: (appdata: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "harness_doctor_" });
  try {
    await work(`${folder}/appdata`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("doctor looks at everything a run needs, and finds this machine sound", async () => {
  await withAppdata(async (appdata) => {
    const { code, stdout, stderr } = await runTask("harness", [
      ...["doctor", "--json", "--appdata", appdata],
    ]);
    const { sound, facts } = JSON.parse(stdout) as Examined;
    const broken = facts.filter(({ state }) => state === "broken");
    assert.deepEqual(broken, [], stderr);
    assert.ok(sound);
    assert.equal(code, 0);
    const ids = facts.map(({ id }) => id).filter((id) => id !== "both_walls");
    assert.deepEqual(ids, [
      ...["deno", "platform", "prlimit", "setpriv", "bubblewrap", "namespaces", "cat", "bundler"],
      ...["appdata", "disk", "database", "packages", "plugins", "wall1"],
    ]);
    const works = facts.some(({ id, state }) => id === "namespaces" && state === "ok");
    assert.equal(facts.some(({ id }) => id === "both_walls"), works);
  });
});

Deno.test("doctor ends with 3 where something is broken, and its table says what", async () => {
  await withAppdata(async (appdata) => {
    // A file where a folder should be; then nothing is bundled, and no canary is sent.
    await Deno.writeTextFile(appdata, "");
    const { code, stdout } = await runTask("harness", ["doctor", "--appdata", `${appdata}/inner`]);
    assert.equal(code, 3, stdout);
    assert.match(stdout, /^broken {4}appdata: /m);
    assert.match(stdout, /^ {10}→ .*--appdata/m);
    assert.match(stdout, /\n\d+ broken: .*\n$/);
  });
});

const NO_NAMESPACES = ["bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/", "--"];
const canForbid = await new Deno.Command("bwrap", { args: [...NO_NAMESPACES.slice(1), "true"] })
  .output().then(({ success }) => success, () => false);

Deno.test({
  name: "doctor tells a bubblewrap that may not make namespaces from one that works" +
    (canForbid ? "" : " (SKIPPED: bubblewrap cannot forbid them here)"),
  ignore: !canForbid,
  async fn() {
    await withAppdata(async (appdata) => {
      // As above: what comes after the walls is not looked at.
      await Deno.writeTextFile(appdata, "");
      const words = ["doctor", "--json", "--appdata", `${appdata}/inner`];
      const { stdout } = await runTask("harness", words, { prefix: NO_NAMESPACES });
      const { facts } = JSON.parse(stdout) as Examined;
      const states = Object.fromEntries(facts.map(({ id, state }) => [id, state]));
      assert.equal(states.bubblewrap, "ok");
      assert.equal(states.namespaces, "missing");
      assert.equal(states.disk, "unknown");
    });
  },
});

Deno.test("doctor --sbom prints the same bytes twice", async () => {
  await withAppdata(async (appdata) => {
    const words = ["doctor", "--sbom", "--appdata", appdata];
    const [first, second] = await Promise.all([
      runTask("harness", words),
      runTask("harness", words),
    ]);
    assert.equal(first.code, 0, first.stderr);
    assert.equal(JSON.parse(first.stdout).specVersion, "1.6");
    assert.equal(first.stdout, second.stdout);
  });
});
