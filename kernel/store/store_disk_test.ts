import assert from "node:assert/strict";

const STORE = new URL("./", import.meta.url);
const PROJECT = `${import.meta.dirname!.replace(/\/kernel\/store$/, "")}/`;

/** Tries every kind of writing and prints the code that each ends with, one JSON object. */
const WRITER = `
  const [store, root, input, spare] = Deno.args;
  const load = (name) => import(store + name);
  const { appdataLayout } = await load("appdata.ts");
  const { ownRunFolder } = await load("run_folder.ts");
  const { openState } = await load("state_store.ts");
  const { storeUpload } = await load("upload_store.ts");
  const { PackWriter } = await load("pack_writer.ts");
  const { ArtifactStage } = await load("artifact_stage.ts");
  const { writeBeside } = await load("write_beside.ts");
  await import("node:sqlite");
  await import("node:crypto");
  const held = [];
  if (spare !== undefined) {
    try {
      for (;;) held.push(Deno.openSync("/dev/null"));
    } catch { /* the limit is reached */ }
    for (let i = 0; i < Number(spare); i++) held.pop().close();
  }
  const appdata = appdataLayout(root);
  const codes = {};
  const attempt = async (name, work) => {
    try {
      await work();
      codes[name] = "ok";
    } catch (error) {
      codes[name] = error.name === "CodedError" ? error.code : "uncoded: " + error;
    }
  };
  await attempt("state", async () => {
    const state = await openState(appdata);
    try {
      state.transaction(() => {
        for (let i = 0; i < 20_000; i++) state.ensureProject("x".repeat(150) + i);
      });
    } finally {
      if (state.problems().length > 0) codes.damaged = "yes";
      state.close();
    }
  });
  await attempt("upload", () => storeUpload(appdata, input));
  await attempt("folder", async () =>
    (await ownRunFolder(appdata, "20260131T235959123Z-0a1b2c3d")).release());
  await attempt("beside", () => writeBeside(root + "/x.json", new Uint8Array(3e6)));
  await attempt("artifact", async () => {
    const stage = new ArtifactStage(root + "/staging", { max_bytes: 1e9 });
    try {
      await stage.artifact({ name: "a", media_type: "text/plain", description: "", bytes: 3e6 });
      stage.artifactChunk(new Uint8Array(3e6));
      stage.commit(root + "/artifacts");
    } finally {
      stage.abort();
    }
  });
  await attempt("pack", async () => {
    const writer = new PackWriter({
      datasets: appdata.datasets, staging: root + "/staging", max_bytes: 1e9 });
    try {
      await writer.schema({ rows: 1e6, columns: [{ name: "a", type: "float64",
        encoding: "plain", null_count: 0, buffers: { values: 8e6 } }] });
      await writer.columnChunk(0, "values", 0, new Uint8Array(8e6));
      await writer.finish();
    } finally {
      writer.abort();
    }
  });
  for (const file of held) file.close();
  const left = (path) => {
    try {
      return [...Deno.readDirSync(path)].flatMap(({ name, isDirectory }) =>
        isDirectory ? left(path + "/" + name) : [name]);
    } catch {
      return [];
    }
  };
  codes.left = left(root).filter((name) => name.includes(".part")).join();
  console.log(JSON.stringify(codes));`;

async function write(wrap: readonly string[], root: string, spare: readonly string[] = []) {
  const input = `${root}.csv`;
  Deno.writeFileSync(input, new Uint8Array(3e6));
  const [command, ...args] = [
    ...wrap,
    Deno.execPath(),
    "run",
    "--no-prompt",
    "--no-check",
    `--config=${PROJECT}deno.json`,
    `--allow-read=${root},${input},/dev/null,${PROJECT}`,
    `--allow-write=${root}`,
    `data:text/javascript,${encodeURIComponent(WRITER)}`,
    STORE.href,
    root,
    input,
    ...spare,
  ];
  const { stdout, stderr } = await new Deno.Command(command!, { args }).output();
  Deno.removeSync(input);
  const text = new TextDecoder().decode(stdout);
  assert.notEqual(text, "", new TextDecoder().decode(stderr));
  return JSON.parse(text) as Record<string, string>;
}

async function has(tool: string): Promise<boolean> {
  try {
    return (await new Deno.Command(tool, { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

const bubblewrap = await has("bwrap");
const prlimit = await has("prlimit");

Deno.test({
  name: "a full disk is said to be full, nothing half is left, and the database stays sound",
  ignore: !bubblewrap,
  fn: async () => {
    const root = Deno.makeTempDirSync();
    const wrap = ["bwrap", "--dev-bind", "/", "/", "--size", "2000000", "--tmpfs", root];
    assert.deepEqual(await write(wrap, root), {
      state: "E_DB_FULL",
      upload: "E_STORE_FULL",
      folder: "ok",
      beside: "E_STORE_FULL",
      artifact: "E_STORE_FULL",
      pack: "E_STORE_FULL",
      left: "",
    });
    Deno.removeSync(root, { recursive: true });
  },
});

Deno.test({
  name: "a read-only appdata is said to be read-only, whoever the user is",
  ignore: !bubblewrap,
  fn: async () => {
    const root = Deno.makeTempDirSync();
    const wrap = ["bwrap", "--dev-bind", "/", "/", "--ro-bind", root, root];
    assert.deepEqual(await write(wrap, root), {
      state: "E_DB_OPEN",
      upload: "E_STORE_READ_ONLY",
      folder: "E_STORE_READ_ONLY",
      beside: "E_STORE_READ_ONLY",
      artifact: "E_STORE_READ_ONLY",
      pack: "E_STORE_READ_ONLY",
      left: "",
    });
    Deno.removeSync(root, { recursive: true });
  },
});

for (const spare of [0, 1, 2, 3, 4]) {
  Deno.test({
    name: `with ${spare} more files to open, everything is done or ends with its code`,
    ignore: !prlimit,
    fn: async () => {
      const root = Deno.makeTempDirSync();
      const codes = await write(["prlimit", "--nofile=64"], root, [String(spare)]);
      const { left, ...ends } = codes;
      assert.equal(left, "");
      for (const [what, code] of Object.entries(ends)) {
        assert.match(code, /^(?:ok|E_STORE_TOO_MANY_FILES|E_DB_OPEN|E_DB_FAILED)$/, what);
      }
      if (spare === 0) {
        assert.equal(ends.beside, "E_STORE_TOO_MANY_FILES");
        assert.equal(ends.upload, "E_STORE_TOO_MANY_FILES");
      }
      Deno.removeSync(root, { recursive: true });
    },
  });
}
