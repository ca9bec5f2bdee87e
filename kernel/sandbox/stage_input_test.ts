import assert from "node:assert/strict";
import { stageInput } from "./stage_input.ts";

const COPIES = { bubblewrap: null };
const MOUNTS = {
  bubblewrap: { path: "/usr/bin/bwrap", version: "0.8.0", libraries: [], disable_userns: true },
};

/** A folder with a file, a folder of two, and every kind of thing that is neither. */
async function folder(use: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${dir}/x.pack`, "packed");
    await Deno.mkdir(`${dir}/artifacts/scan`, { recursive: true });
    await Deno.writeTextFile(`${dir}/artifacts/scan/a.csv`, "1,2");
    await Deno.mkdir(`${dir}/stage`);
    await use(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("stageInput() copies files and folders when there is only the first wall", async () => {
  await folder(async (dir) => {
    const staged = await stageInput(
      [{ name: "0.pack", source: `${dir}/x.pack` }, {
        name: "artifacts",
        source: `${dir}/artifacts`,
      }],
      `${dir}/stage`,
      COPIES,
    );
    assert.equal(staged.root, `${dir}/stage/input`);
    assert.equal(staged.bytes, 9);
    assert.deepEqual(staged.mounts, []);
    assert.equal(await Deno.readTextFile(`${staged.root}/0.pack`), "packed");
    assert.equal(await Deno.readTextFile(`${staged.root}/artifacts/scan/a.csv`), "1,2");
    const [source, copy] = [
      await Deno.stat(`${dir}/x.pack`),
      await Deno.stat(`${staged.root}/0.pack`),
    ];
    assert.notEqual(source.ino, copy.ino, "a hard link would share the file's mode");
    await staged.release();
    await assert.rejects(Deno.lstat(staged.root), Deno.errors.NotFound);
  });
});

Deno.test("stageInput() copies nothing when both walls stand", async () => {
  await folder(async (dir) => {
    const staged = await stageInput(
      [{ name: "0.pack", source: `${dir}/x.pack` }],
      `${dir}/stage`,
      MOUNTS,
    );
    assert.equal(staged.root, "/input");
    assert.deepEqual(staged.mounts, [{ source: `${dir}/x.pack`, inside: "/input/0.pack" }]);
    assert.deepEqual([...Deno.readDirSync(`${dir}/stage`)].map(({ name }) => name), [
      "permissions.jsonl",
    ]);
    assert.equal(staged.ledger_path, `${dir}/stage/permissions.jsonl`);
    await staged.release();
    assert.deepEqual([...Deno.readDirSync(`${dir}/stage`)], []);
  });
});

Deno.test("stageInput() refuses links, wherever they are, and what does not exist", async () => {
  await folder(async (dir) => {
    await Deno.symlink("/etc/passwd", `${dir}/link`);
    await Deno.symlink("/etc", `${dir}/artifacts/scan/etc`);
    for (const walls of [COPIES, MOUNTS]) {
      for (const source of [`${dir}/link`, `${dir}/artifacts`, `${dir}/none`, "/dev/null"]) {
        const staging = stageInput([{ name: "in", source }], `${dir}/stage`, walls);
        await assert.rejects(staging, { code: "E_STAGE_FILE" }, source);
      }
    }
    assert.deepEqual([...Deno.readDirSync(`${dir}/stage`)], [], "nothing is left behind");
  });
});

Deno.test("stageInput() refuses names that are not one plain segment, and one used twice", async () => {
  await folder(async (dir) => {
    const source = `${dir}/x.pack`;
    const stage = (...names: string[]) =>
      stageInput(names.map((name) => ({ name, source })), `${dir}/stage`, COPIES);
    for (const name of ["", ".", "..", "a/b", "/a", "a\0", "a,b", "a\n", ".hidden", "é"]) {
      await assert.rejects(stage(name), { code: "E_STAGE_NAME" }, JSON.stringify(name));
    }
    await assert.rejects(stage("a", "a"), { code: "E_STAGE_NAME" });
    await assert.rejects(stage("a", "A"), { code: "E_STAGE_NAME" });
  });
});

// Root may do it anyway: only as an ordinary user can this test fail.
Deno.test("release() removes folders from which a plugin has taken all modes", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${dir}/source/inner`, { recursive: true });
    await Deno.writeTextFile(`${dir}/source/inner/file`, "x");
    await Deno.mkdir(`${dir}/stage`);
    const inputs = [{ name: "artifacts", source: `${dir}/source` }];
    const staged = await stageInput(inputs, `${dir}/stage`, { bubblewrap: null });
    await Deno.chmod(`${staged.root}/artifacts/inner`, 0);
    await Deno.chmod(`${staged.root}/artifacts`, 0);
    await Deno.chmod(staged.root, 0);
    await staged.release();
    assert.deepEqual([...Deno.readDirSync(`${dir}/stage`)], []);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
