import assert from "node:assert/strict";
import type { Walls } from "../sandbox/standing_walls.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState } from "../store/state_store.ts";
import { examinePackages } from "./examine_installation.ts";
import { examineRuntime } from "./examine_runtime.ts";
import { examineStorage } from "./examine_storage.ts";
import { examineWalls } from "./examine_walls.ts";
import type { Fact } from "./fact.ts";
import { PINNED_DENO } from "./pinned_deno.ts";

const PROJECT = import.meta.dirname!.replace(/\/kernel\/doctor$/, "");
const RUNTIME = { deno: PINNED_DENO, v8: "1", os: "linux", arch: "x86_64" };
const NO_WALLS: Walls = {
  mode: "auto",
  deno: { path: "/d", version: PINNED_DENO },
  prlimit: null,
  setpriv: null,
  bubblewrap: null,
  cat: null,
  standing: [],
  missing: ["prlimit", "setpriv", "bubblewrap", "cat"].map((name) => ({
    name,
    why: "not installed",
    how: "",
  })),
};
const TOOL = { path: "/usr/bin/tool", version: "1.2" };

function states(facts: readonly Fact[]): Record<string, string> {
  for (const { id, found, means, state, how } of facts) {
    assert.ok(found !== "" && means !== "", id);
    if (state === "broken") assert.ok(how.length > 0, id);
  }
  return Object.fromEntries(facts.map(({ id, state }) => [id, state]));
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "harness_doctor_" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the pinned version of Deno is the one that README and CI start", () => {
  for (const file of ["README.md", ".ci/run"]) {
    const text = Deno.readTextFileSync(`${PROJECT}/${file}`);
    const versions = [...text.matchAll(/deno@(\d[\w.]*\w)/g)].map((match) => match[1]);
    assert.ok(versions.length > 0, file);
    assert.deepEqual([...new Set(versions)], [PINNED_DENO], file);
  }
});

Deno.test("examineRuntime() warns of another Deno and says that other systems have wall 1", () => {
  assert.deepEqual(states(examineRuntime(RUNTIME)), { deno: "ok", platform: "ok" });
  const newer = examineRuntime({ ...RUNTIME, deno: "2.10.0" });
  assert.deepEqual(states(newer), { deno: "missing", platform: "ok" });
  assert.match(newer[0]!.how.join(), new RegExp(`deno@${RegExp.escape(PINNED_DENO)}`));
  for (const os of ["darwin", "windows"]) {
    const [, platform] = examineRuntime({ ...RUNTIME, os });
    assert.equal(platform!.state, "missing");
    assert.match(platform!.means, /wall 1 only/);
  }
});

Deno.test("examineWalls() warns of every part that is missing, and says how to get it", async () => {
  const facts = await examineWalls(NO_WALLS, "linux");
  assert.deepEqual(states(facts), {
    prlimit: "missing",
    setpriv: "missing",
    bubblewrap: "missing",
    namespaces: "unknown",
    cat: "missing",
    bundler: "missing",
  });
  for (const { id, how } of facts) {
    if (id === "namespaces") continue;
    assert.match(how.join("\n"), /apt-get install[^]*dnf install[^]*pacman -S/, id);
  }
  const elsewhere = await examineWalls(NO_WALLS, "darwin");
  for (const { id, how } of elsewhere) assert.deepEqual(how, [], id);
});

Deno.test("examineWalls() tells a bubblewrap that is forbidden from one that is not there", async () => {
  const forbidden: Walls = {
    ...NO_WALLS,
    prlimit: TOOL,
    missing: NO_WALLS.missing.map((part) =>
      part.name === "bubblewrap"
        ? { ...part, why: "installed, but does not work here: uid map: Permission denied" }
        : part
    ),
  };
  const facts = await examineWalls(forbidden, "linux");
  const found = states(facts);
  assert.equal(found.bubblewrap, "ok");
  assert.equal(found.namespaces, "missing");
  assert.equal(found.prlimit, "ok");
  const namespaces = facts.find(({ id }) => id === "namespaces")!;
  assert.match(namespaces.found, /Permission denied/);
  assert.match(namespaces.how.join(), /container/);
  const works = {
    ...forbidden,
    bubblewrap: { ...TOOL, libraries: [], disable_userns: true },
  };
  const both = states(await examineWalls(works, "linux"));
  assert.deepEqual([both.namespaces, both.bundler], ["ok", "ok"]);
});

Deno.test("examineStorage() finds a folder that cannot be written", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const appdata = appdataLayout(`${folder}/file/appdata`);
    const facts = await examineStorage(appdata, NO_WALLS).catch((error) => assert.fail(error));
    assert.equal(states(facts).appdata, "broken");
    assert.equal(states(facts).disk, "unknown");
  });
});

Deno.test("examineStorage() looks at a database without changing it, and leaves nothing", async () => {
  await inFolder(async (folder) => {
    const appdata = appdataLayout(`${folder}/appdata`);
    assert.equal(states(await examineStorage(appdata, NO_WALLS)).database, "ok");
    assert.deepEqual([...Deno.readDirSync(appdata.root)], []);
    (await openState(appdata)).close();
    assert.equal(states(await examineStorage(appdata, NO_WALLS)).database, "ok");

    await Deno.copyFile(`${PROJECT}/fixtures/db/v1.sqlite`, appdata.state);
    const before = await Deno.readFile(appdata.state);
    const old = (await examineStorage(appdata, NO_WALLS)).find(({ id }) => id === "database")!;
    assert.equal(old.state, "ok");
    assert.match(old.found, /^version 1 of/);
    assert.deepEqual(await Deno.readFile(appdata.state), before);

    await Deno.writeFile(appdata.state, new Uint8Array(8192).fill(7));
    assert.equal(states(await examineStorage(appdata, NO_WALLS)).database, "broken");
  });
});

Deno.test("examinePackages() finds a package that is missing or of another version", async () => {
  assert.equal((await examinePackages(PROJECT)).state, "ok");
  await inFolder(async (folder) => {
    const integrity = `sha512-${new Uint8Array(64).toBase64()}`;
    const lock = {
      version: "5",
      npm: { "@a/b@1.0.0": { integrity }, "c@2.0.0": { integrity, os: ["aix"] } },
    };
    await Deno.writeTextFile(`${folder}/deno.lock`, JSON.stringify(lock));
    const missing = await examinePackages(folder);
    assert.equal(missing.state, "broken");
    assert.equal(missing.found, "@a/b@1.0.0 (not installed)");
    const own = `${folder}/node_modules/.deno/@a+b@1.0.0/node_modules/@a/b`;
    await Deno.mkdir(own, { recursive: true });
    await Deno.writeTextFile(`${own}/package.json`, `{"version":"1.0.1"}`);
    assert.equal((await examinePackages(folder)).found, "@a/b@1.0.0 (1.0.1)");
    await Deno.writeTextFile(`${own}/package.json`, `{"version":"1.0.0"}`);
    assert.equal((await examinePackages(folder)).state, "ok");
    await Deno.writeTextFile(`${folder}/deno.lock`, "{}");
    assert.equal((await examinePackages(folder)).state, "broken");
  });
});
