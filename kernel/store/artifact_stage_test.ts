import assert from "node:assert/strict";
import { sha256Hex } from "../canonical/hash.ts";
import type { ArtifactFrame } from "../contract/frame.ts";
import { ArtifactStage } from "./artifact_stage.ts";

const frame = (name: string, bytes: number, more: Partial<ArtifactFrame> = {}): ArtifactFrame => ({
  name,
  bytes,
  media_type: "text/csv",
  description: "scores",
  ...more,
});

async function withStage(
  work: (stage: ArtifactStage, root: string) => Promise<void>,
  limits = { max_bytes: 1000, max_artifacts: 3 },
): Promise<void> {
  const root = Deno.makeTempDirSync();
  const stage = new ArtifactStage(`${root}/staging`, limits);
  try {
    await work(stage, root);
  } finally {
    stage.abort();
    Deno.removeSync(root, { recursive: true });
  }
}

async function send(stage: ArtifactStage, name: string, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  await stage.artifact(frame(name, bytes.length));
  for (let at = 0; at < bytes.length; at += 3) stage.artifactChunk(bytes.subarray(at, at + 3));
}

Deno.test("ArtifactStage gives whole artifacts their place in one go, records by name", async () => {
  await withStage(async (stage, root) => {
    await send(stage, "b.csv", "hello world");
    await send(stage, "a.csv", "");
    const folder = `${root}/runs/1/artifacts/scan`;
    const records = stage.commit(folder);
    assert.deepEqual(records.map(({ name, bytes, sha256 }) => [name, bytes, sha256]), [
      ["a.csv", 0, sha256Hex("")],
      ["b.csv", 11, sha256Hex("hello world")],
    ]);
    assert.equal(Deno.readTextFileSync(`${folder}/b.csv`), "hello world");
    assert.deepEqual([...Deno.readDirSync(`${root}/staging`)], []);
    stage.abort();
    assert.equal(Deno.readTextFileSync(`${folder}/b.csv`), "hello world");
  });
});

Deno.test("ArtifactStage without artifacts makes no folder", async () => {
  await withStage((stage, root) => {
    assert.deepEqual(stage.commit(`${root}/artifacts/scan`), []);
    assert.throws(() => Deno.statSync(`${root}/artifacts/scan`), Deno.errors.NotFound);
    return Promise.resolve();
  });
});

Deno.test("ArtifactStage replaces the artifacts of an earlier attempt", async () => {
  await withStage(async (stage, root) => {
    const folder = `${root}/artifacts/scan`;
    Deno.mkdirSync(folder, { recursive: true });
    Deno.writeTextFileSync(`${folder}/old.csv`, "old");
    await send(stage, "new.csv", "new");
    stage.commit(folder);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["new.csv"]);
    assert.deepEqual([...Deno.readDirSync(`${root}/staging`)], []);
  });
});

Deno.test("ArtifactStage.abort() leaves nothing, also in the middle of an artifact", async () => {
  await withStage(async (stage, root) => {
    await send(stage, "a.csv", "hello");
    await stage.artifact(frame("b.csv", 5));
    stage.artifactChunk(new Uint8Array(2));
    stage.abort();
    stage.abort();
    assert.deepEqual([...Deno.readDirSync(`${root}/staging`)], []);
    await assert.rejects(stage.artifact(frame("c.csv", 1)), { code: "E_ARTIFACT_REFUSED" });
    assert.throws(() => stage.commit(`${root}/artifacts`), { code: "E_ARTIFACT_REFUSED" });
  });
});

const REFUSED: Readonly<Record<string, ArtifactFrame>> = {
  "an empty name": frame("", 1),
  "a name with a separator": frame("../a", 1),
  "an absolute name": frame("/etc/passwd", 1),
  "a name with a backslash": frame("a\\b", 1),
  "a name with capitals": frame("A.csv", 1),
  "a hidden name": frame(".a", 1),
  "dots": frame("..", 1),
  "a name that ends in a dot": frame("a.", 1),
  "a name that ends in a line feed": frame("a\n", 1),
  "a device of Windows": frame("con.csv", 1),
  "a name of 101 characters": frame("a".repeat(101), 1),
  "a name that is a number": frame(7 as unknown as string, 1),
  "no media type": frame("a", 1, { media_type: "" }),
  "a media type that breaks a header": frame("a", 1, { media_type: "text/x\r\nSet-Cookie: a" }),
  "an endless description": frame("a", 1, { description: "x".repeat(2001) }),
  "a description with a lone surrogate": frame("a", 1, { description: "\ud800" }),
  "a size below zero": frame("a", -1),
  "a size that is no number": frame("a", NaN),
  "a size beyond the limit": frame("a", 1001),
};
for (const [what, wrong] of Object.entries(REFUSED)) {
  Deno.test(`ArtifactStage refuses ${what}`, async () => {
    await withStage(async (stage, root) => {
      await assert.rejects(stage.artifact(wrong), { code: "E_ARTIFACT_REFUSED" });
      assert.deepEqual([...Deno.readDirSync(root)], []);
    });
  });
}

Deno.test("ArtifactStage refuses a name twice, too many, and too much together", async () => {
  await withStage(async (stage) => {
    await send(stage, "a", "x".repeat(600));
    await assert.rejects(stage.artifact(frame("a", 1)), { code: "E_ARTIFACT_REFUSED" });
    await assert.rejects(stage.artifact(frame("b", 401)), { code: "E_ARTIFACT_REFUSED" });
    await send(stage, "b", "x");
    await send(stage, "c", "x");
    await assert.rejects(stage.artifact(frame("d", 1)), { code: "E_ARTIFACT_REFUSED" });
  });
});

Deno.test("ArtifactStage refuses bytes that were not announced, and too few", async () => {
  await withStage(async (stage, root) => {
    assert.throws(() => stage.artifactChunk(new Uint8Array(1)), { code: "E_ARTIFACT_REFUSED" });
    await stage.artifact(frame("a", 2));
    assert.throws(() => stage.artifactChunk(new Uint8Array(3)), { code: "E_ARTIFACT_REFUSED" });
    stage.artifactChunk(new Uint8Array(1));
    await assert.rejects(stage.artifact(frame("b", 1)), { code: "E_ARTIFACT_REFUSED" });
    assert.throws(() => stage.commit(`${root}/artifacts`), { code: "E_ARTIFACT_REFUSED" });
  });
});

Deno.test("ArtifactStage keeps a page behind the kernel's policy, and hashes what it keeps", async () => {
  await withStage(async (stage, root) => {
    await send(stage, "page.html", "<script>fetch('//e.example')</script>");
    const folder = `${root}/runs/1/artifacts/scan`;
    const [record] = stage.commit(folder);
    const kept = Deno.readTextFileSync(`${folder}/page.html`);
    assert.match(kept, /^<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security/);
    assert.deepEqual([record!.bytes, record!.sha256], [kept.length, sha256Hex(kept)]);
    // As when the result is used again.
    const again = new ArtifactStage(`${root}/staging`, { max_bytes: 10_000 });
    await send(again, "page.html", kept);
    assert.deepEqual(again.seal(), [record]);
    again.abort();
  });
});

for (
  const [what, name, text] of [
    ["a drawing that may hold scripts", "chart.svg", "<svg onload='1'/>"],
    ["a program by its ending", "setup.exe", ""],
    ["a link of the desktop", "data.desktop", "[Desktop Entry]"],
    ["a page of another ending", "page.xhtml", ""],
    ["a page without an ending", "page", "\n <!-- x --><script>1</script>"],
    ["a page of an unknown ending", "page.unknown", "\ufeff<html>"],
    ["a script without an ending", "script", "#!/bin/sh"],
    ["a program without an ending", "program.bin", "\x7fELF"],
    ["a table that is a page twice", "a.csv.html.xht", "x"],
  ] as const
) {
  Deno.test(`ArtifactStage refuses ${what}`, async () => {
    await withStage(async (stage) => {
      await send(stage, name, text);
      assert.throws(() => stage.seal(), { code: "E_ARTIFACT_REFUSED" });
    });
  });
}

Deno.test("ArtifactStage keeps whatever bytes where a name says that they are data", async () => {
  await withStage(async (stage) => {
    await send(stage, "notes.md", "<b>bold</b>");
    await send(stage, "model.bin", "abc <");
    await send(stage, "rows.csv", "<a>,#!");
    assert.equal(stage.seal().length, 3);
  });
});
