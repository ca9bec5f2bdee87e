import assert from "node:assert/strict";
import { readCapped } from "./read_capped.ts";

function stream(...chunks: number[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks.map((length, i) => new Uint8Array(length).fill(i + 1)));
}

Deno.test("readCapped() keeps the beginning, counts all and tells of the cap once", async () => {
  let told = 0;
  const read = await readCapped(stream(3, 3, 3, 3), 4, 8, () => told++);
  assert.deepEqual(read, { bytes: 12, kept: Uint8Array.of(1, 1, 1, 2) });
  assert.equal(told, 1);
});

Deno.test("readCapped() does not mind a stream that just reaches the cap", async () => {
  let told = 0;
  const read = await readCapped(stream(4, 4), 100, 8, () => told++);
  assert.deepEqual([read.bytes, read.kept.length, told], [8, 8, 0]);
});
