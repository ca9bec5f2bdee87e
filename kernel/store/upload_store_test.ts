import assert from "node:assert/strict";
import { sha256Hex } from "../canonical/hash.ts";
import { appdataLayout } from "./appdata.ts";
import { storeUpload, verifyUpload } from "./upload_store.ts";

async function withFolder(work: (root: string) => Promise<void>): Promise<void> {
  const root = Deno.makeTempDirSync();
  try {
    await work(root);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

Deno.test("storeUpload() keeps a copy under the hash and the name as data", async () => {
  await withFolder(async (root) => {
    const appdata = appdataLayout(`${root}/appdata`);
    const bytes = new TextEncoder().encode("a,b\n1,2\n".repeat(300_000));
    const file = `${root}/Größe, 2024.csv`;
    Deno.writeFileSync(file, bytes);
    const upload = await storeUpload(appdata, file);
    const sha256 = sha256Hex(bytes);
    assert.deepEqual(upload, {
      sha256,
      path: `${appdata.uploads}/${sha256}/Gro_e_2024.csv`,
      bytes: bytes.length,
      filename: "Größe, 2024.csv",
    });
    assert.deepEqual(Deno.readFileSync(upload.path), bytes);
    assert.equal(await verifyUpload(appdata, sha256), upload.path);
  });
});

Deno.test("storeUpload() keeps one copy of one content, whatever its names", async () => {
  await withFolder(async (root) => {
    const appdata = appdataLayout(`${root}/appdata`);
    Deno.writeTextFileSync(`${root}/a.csv`, "x\n1\n");
    Deno.writeTextFileSync(`${root}/b.csv`, "x\n1\n");
    const a = await storeUpload(appdata, `${root}/a.csv`);
    const b = await storeUpload(appdata, `${root}/b.csv`);
    assert.equal(b.path, a.path);
    assert.equal(b.filename, "b.csv");
    assert.equal([...Deno.readDirSync(`${appdata.uploads}/${a.sha256}`)].length, 1);
  });
});

Deno.test("storeUpload() replaces a copy that was cut short", async () => {
  await withFolder(async (root) => {
    const appdata = appdataLayout(`${root}/appdata`);
    Deno.writeTextFileSync(`${root}/a.csv`, "x\n1\n");
    const { path, sha256 } = await storeUpload(appdata, `${root}/a.csv`);
    Deno.truncateSync(path, 1);
    assert.equal(await verifyUpload(appdata, sha256), undefined);
    await storeUpload(appdata, `${root}/a.csv`);
    assert.equal(await verifyUpload(appdata, sha256), path);
  });
});

Deno.test("verifyUpload() finds nothing for a hash that is none or not there", async () => {
  await withFolder(async (root) => {
    for (const sha256 of ["../..", "", "0".repeat(64)]) {
      assert.equal(await verifyUpload(appdataLayout(root), sha256), undefined);
    }
  });
});

Deno.test("storeUpload() follows a symbolic link that the user names", async () => {
  await withFolder(async (root) => {
    Deno.writeTextFileSync(`${root}/real.csv`, "x\n");
    Deno.symlinkSync(`${root}/real.csv`, `${root}/link.csv`);
    const upload = await storeUpload(appdataLayout(`${root}/appdata`), `${root}/link.csv`);
    assert.equal(upload.filename, "link.csv");
    assert.ok(Deno.lstatSync(upload.path).isFile);
  });
});

Deno.test("storeUpload() refuses what is not a readable file with bytes, and makes nothing", async () => {
  await withFolder(async (root) => {
    Deno.writeTextFileSync(`${root}/empty.csv`, "");
    Deno.mkdirSync(`${root}/folder`);
    new Deno.Command("mkfifo", { args: [`${root}/pipe`] }).outputSync();
    Deno.symlinkSync(`${root}/nobody`, `${root}/dangling`);
    const cases: readonly (readonly [string, string])[] = [
      ["missing.csv", "E_INPUT_NOT_FOUND"],
      ["dangling", "E_INPUT_NOT_FOUND"],
      ["empty.csv/x", "E_INPUT_NOT_FOUND"],
      ["folder", "E_INPUT_IS_DIRECTORY"],
      ["empty.csv", "E_INPUT_EMPTY"],
      ["pipe", "E_INPUT_NOT_A_FILE"],
    ];
    for (const [name, code] of cases) {
      await assert.rejects(storeUpload(appdataLayout(`${root}/appdata`), `${root}/${name}`), {
        code,
      }, name);
    }
    await assert.rejects(storeUpload(appdataLayout(`${root}/appdata`), "/dev/zero"), {
      code: "E_INPUT_NOT_A_FILE",
    });
    assert.throws(() => Deno.statSync(`${root}/appdata`), Deno.errors.NotFound);
  });
});

Deno.test("storeUpload() refuses a file that changes between its two readings", async () => {
  await withFolder(async (root) => {
    const file = `${root}/a.csv`;
    Deno.writeFileSync(file, new Uint8Array(40 * 1024 * 1024).fill(65));
    const storing = storeUpload(appdataLayout(`${root}/appdata`), file);
    // The first reading pauses every 16 MiB; the change lands behind it.
    let changed = false;
    const timer = setInterval(() => {
      if (changed) return;
      changed = true;
      using target = Deno.openSync(file, { write: true });
      target.writeSync(new Uint8Array([66]));
    }, 0);
    try {
      await assert.rejects(storing, { code: "E_INPUT_CHANGED" });
    } finally {
      clearInterval(timer);
    }
    const [folder] = [...Deno.readDirSync(`${root}/appdata/uploads`)];
    assert.deepEqual([...Deno.readDirSync(`${root}/appdata/uploads/${folder!.name}`)], []);
  });
});

Deno.test("storeUpload() stops when it may not go on, in the middle of a file without end in sight", async () => {
  await withFolder(async (root) => {
    const appdata = appdataLayout(`${root}/appdata`);
    // Sparse: takes no room on the disk, and an hour to read.
    const file = Deno.openSync(`${root}/endless.csv`, { write: true, create: true });
    file.truncateSync(2 ** 40);
    file.close();
    let turns = 0;
    const stop = () => {
      if (++turns === 3) throw new Error("stopped by the user");
    };
    await assert.rejects(
      storeUpload(appdata, `${root}/endless.csv`, undefined, stop),
      /stopped by the user/,
    );
    assert.throws(() => Deno.statSync(appdata.uploads), Deno.errors.NotFound);
  });
});
