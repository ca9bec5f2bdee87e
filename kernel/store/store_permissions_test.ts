import assert from "node:assert/strict";

const STORE = new URL("./", import.meta.url);
const CONFIG = `${import.meta.dirname}/../../deno.json`;

Deno.test("the whole store works with read and write on one folder and nothing else", async () => {
  const root = Deno.makeTempDirSync();
  Deno.writeTextFileSync(`${root}/in.csv`, "a\n1\n");
  const module = (name: string) => JSON.stringify(new URL(name, STORE).href);
  const code = `
    import { appdataLayout, newRunId } from ${module("appdata.ts")};
    import { ownRunFolder, artifactFolder, isRunOwned } from ${module("run_folder.ts")};
    import { openState } from ${module("state_store.ts")};
    import { storeUpload, verifyUpload } from ${module("upload_store.ts")};
    import { ArtifactStage } from ${module("artifact_stage.ts")};
    import { PackWriter } from ${module("pack_writer.ts")};
    import { openPack } from ${module("pack_reader.ts")};
    import { writeBeside } from ${module("write_beside.ts")};
    const root = ${JSON.stringify(root)};
    const appdata = appdataLayout(root + "/appdata");
    const upload = await storeUpload(appdata, root + "/in.csv");
    if (await verifyUpload(appdata, upload.sha256) !== upload.path) throw new Error("upload");
    const run_id = newRunId(new Date());
    const folder = await ownRunFolder(appdata, run_id);
    if (!isRunOwned(appdata, run_id)) throw new Error("lock");
    const state = await openState(appdata);
    const project_id = state.ensureProject("default");
    const upload_id = state.recordUpload(upload);
    state.createRun({ run_id, project_id, upload_id, seed: 1, choice: "auto", settings: {},
      options: {}, network_allowed: false, kernel_version: "1" });
    const stage = new ArtifactStage(folder.staging, { max_bytes: 10 });
    await stage.artifact({ name: "a.csv", media_type: "text/csv", description: "", bytes: 1 });
    stage.artifactChunk(new Uint8Array(1));
    stage.commit(artifactFolder(folder, "scan"));
    const writer = new PackWriter({
      datasets: appdata.datasets, staging: folder.staging, max_bytes: 1e6 });
    await writer.schema({ rows: 1, columns: [{ name: "a", type: "int64", encoding: "plain",
      null_count: 0, buffers: { values: 8 } }] });
    await writer.columnChunk(0, "values", 0, new Uint8Array(8));
    const pack = await writer.finish();
    using reader = openPack(pack.path);
    await reader.verify(pack.sha256);
    state.recordDatasetVersion(pack, { plugin_id: "p", code_hash: pack.sha256,
      settings_hash: pack.sha256, step_key: pack.sha256 });
    writeBeside(folder.path + "/report.json", "{}");
    state.finishRun(run_id, { status: "completed", exit_code: 0 });
    if (state.problems().length > 0) throw new Error("database");
    state.close();
    folder.release();
    console.log("done");`;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--no-check",
      `--config=${CONFIG}`,
      `--allow-read=${root}`,
      `--allow-write=${root}`,
      `data:text/typescript,${encodeURIComponent(code)}`,
    ],
    clearEnv: true,
    stdout: "piped",
    stderr: "piped",
  }).output();
  assert.equal(new TextDecoder().decode(stdout), "done\n", new TextDecoder().decode(stderr));
  Deno.removeSync(root, { recursive: true });
});

Deno.test("importing the store loads no node: module; they come when they are used", () => {
  const eager = /^import(?! type)[^;]*?from "(node:[^"]+)"/gm;
  let files = 0;
  for (const { name } of Deno.readDirSync(STORE)) {
    if (!name.endsWith(".ts") || name.endsWith("_test.ts")) continue;
    files++;
    const source = Deno.readTextFileSync(new URL(name, STORE));
    assert.deepEqual([...source.matchAll(eager)].map(([, module]) => module), [], name);
  }
  assert.ok(files > 20);
});

Deno.test("the pack's contract touches no Deno API, so that plugins and browsers can read packs", () => {
  const contract = new URL("../contract/", import.meta.url);
  const names = [...Deno.readDirSync(contract)].map(({ name }) => name)
    .filter((name) => /^pack_.*(?<!_test)\.ts$/.test(name));
  assert.ok(names.length >= 5);
  for (const name of names) {
    const source = Deno.readTextFileSync(new URL(name, contract));
    assert.doesNotMatch(source, /\bDeno\.|from "node:/, name);
  }
});
