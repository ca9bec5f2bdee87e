import assert from "node:assert/strict";
import { appdataLayout, newRunId, RUN_ID_PATTERN, runPath } from "./appdata.ts";
import { artifactFolder, isRunOwned, ownRunFolder, sweepRunFolder } from "./run_folder.ts";

const RUN = "20260131T235959123Z-0a1b2c3d";

async function withAppdata(work: (appdata: ReturnType<typeof appdataLayout>) => Promise<void>) {
  const root = Deno.makeTempDirSync();
  try {
    await work(appdataLayout(root));
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

Deno.test("newRunId() sorts by time and has the form that paths accept", () => {
  const times = ["2026-01-31T23:59:59.123Z", "2026-01-31T23:59:59.124Z", "2026-02-01T00:00:00Z"];
  const ids = times.map((time) => newRunId(new Date(time)));
  assert.deepEqual(ids.toSorted(), ids);
  for (const id of ids) assert.match(id, RUN_ID_PATTERN);
  assert.notEqual(newRunId(new Date(0)), newRunId(new Date(0)));
});

Deno.test("runPath() refuses whatever is not a run's id", () => {
  const appdata = appdataLayout("/a/");
  assert.equal(runPath(appdata, RUN), `/a/runs/${RUN}`);
  for (const id of ["", "..", `../${RUN}`, `${RUN}/..`, `${RUN}\n`, RUN.toLowerCase()]) {
    assert.throws(() => runPath(appdata, id), { code: "E_RUN_ID" });
  }
});

Deno.test("ownRunFolder() makes a run's folders and owns it until released", async () => {
  await withAppdata(async (appdata) => {
    assert.equal(isRunOwned(appdata, RUN), false);
    const folder = await ownRunFolder(appdata, RUN);
    assert.equal(isRunOwned(appdata, RUN), true);
    Deno.writeTextFileSync(`${folder.staging}/half`, "x");
    sweepRunFolder(appdata, RUN);
    assert.equal(Deno.readTextFileSync(`${folder.staging}/half`), "x");
    folder.release();
    assert.equal(isRunOwned(appdata, RUN), false);
    assert.throws(() => Deno.statSync(folder.staging), Deno.errors.NotFound);
    assert.ok(Deno.statSync(folder.artifacts).isDirectory);
  });
});

Deno.test("ownRunFolder() refuses a run that another holds", async () => {
  await withAppdata(async (appdata) => {
    const folder = await ownRunFolder(appdata, RUN);
    await assert.rejects(ownRunFolder(appdata, RUN), { code: "E_RUN_OWNED" });
    folder.release();
    (await ownRunFolder(appdata, RUN)).release();
  });
});

Deno.test("a run's owner that is killed loses the run, and its staging is swept", async () => {
  await withAppdata(async (appdata) => {
    const module = new URL("./run_folder.ts", import.meta.url).href;
    const layout = new URL("./appdata.ts", import.meta.url).href;
    const code = `
      import { ownRunFolder } from ${JSON.stringify(module)};
      import { appdataLayout } from ${JSON.stringify(layout)};
      const folder = await ownRunFolder(appdataLayout(${JSON.stringify(appdata.root)}), "${RUN}");
      Deno.writeTextFileSync(folder.staging + "/half", "x");
      console.log("owned");
      await new Promise((resolve) => setTimeout(resolve, 60_000));`;
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-check",
        `--config=${import.meta.dirname}/../../deno.json`,
        `--allow-read=${appdata.root}`,
        `--allow-write=${appdata.root}`,
        `data:text/typescript,${encodeURIComponent(code)}`,
      ],
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    assert.equal(isRunOwned(appdata, RUN), true);
    sweepRunFolder(appdata, RUN);
    const half = `${appdata.runs}/${RUN}/staging/half`;
    assert.equal(Deno.readTextFileSync(half), "x");
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
    assert.equal(isRunOwned(appdata, RUN), false);
    sweepRunFolder(appdata, RUN);
    assert.throws(() => Deno.statSync(half), Deno.errors.NotFound);
  });
});

Deno.test("artifactFolder() keeps a plugin's name inside the run", () => {
  assert.equal(artifactFolder({ artifacts: "/r/artifacts" }, "scan"), "/r/artifacts/scan");
  assert.throws(() => artifactFolder({ artifacts: "/r" }, "../x"), { code: "E_PATH_UNSAFE" });
});
