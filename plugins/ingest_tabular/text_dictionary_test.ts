import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { dictionaryBytes, MAX_DICTIONARY_ENTRIES, TextDictionary } from "./text_dictionary.ts";

/** Texts as cells laid end to end; null is a missing one. */
function layOut(texts: readonly (string | null)[]) {
  const encoder = new TextEncoder();
  const pieces = texts.map((text) => encoder.encode(text ?? ""));
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0) + 1);
  const from = new Int32Array(texts.length);
  const to = new Int32Array(texts.length);
  let at = 0;
  pieces.forEach((piece, i) => {
    bytes.set(piece, at);
    from[i] = texts[i] === null ? -1 : at;
    at += piece.length;
    to[i] = at;
  });
  return { bytes, from, to };
}

function entries(dictionary: TextDictionary): string[] {
  const { offsets, data } = dictionary;
  return Array.from(
    { length: dictionary.entries },
    (_, e) => new TextDecoder().decode(data.slice(offsets[e], offsets[e + 1])),
  );
}

Deno.test("TextDictionary numbers distinct texts in order of first appearance", () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.string({ unit: fc.constantFrom("a", "b", "é"), maxLength: 4 }))),
      (texts) => {
        const { bytes, from, to } = layOut(texts);
        const dictionary = new TextDictionary(1 << 20);
        assert.equal(dictionary.addAll(bytes, from, to, 0, texts.length), texts.length);
        const distinct = [...new Set(texts.filter((text) => text !== null))];
        assert.deepEqual(entries(dictionary), distinct);
        texts.forEach((text, i) => {
          if (text === null) return;
          assert.equal(dictionary.codeOf(bytes, from[i]!, to[i]!), distinct.indexOf(text));
        });
      },
    ),
    { numRuns: 500, seed: 1 },
  );
});

Deno.test("TextDictionary is full at its entries and at its bytes, and says at which cell", () => {
  const many = Array.from({ length: MAX_DICTIONARY_ENTRIES + 1 }, (_, i) => i.toString(36));
  const all = layOut(many);
  const dictionary = new TextDictionary(1 << 30);
  const stop = dictionary.addAll(all.bytes, all.from, all.to, 0, many.length);
  assert.equal(stop, MAX_DICTIONARY_ENTRIES);
  assert.equal(dictionary.codeOf(all.bytes, all.from[40_000]!, all.to[40_000]!), 40_000);

  const long = layOut(["a".repeat(30), "b".repeat(30), "a".repeat(30), "c"]);
  const small = new TextDictionary(95);
  assert.equal(small.addAll(long.bytes, long.from, long.to, 0, 4), 3);
});

/** The dictionary's hash of ASCII text, written once more so that the test can choose collisions. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

Deno.test("TextDictionary gives up on texts chosen to collide instead of slowing down", () => {
  const texts: string[] = [];
  for (let i = 0; texts.length < 600; i++) {
    if ((hashOf(`${i}`) & 2047) === 0) texts.push(`${i}`);
  }
  const { bytes, from, to } = layOut(texts);
  const dictionary = new TextDictionary(1 << 30);
  const stop = dictionary.addAll(bytes, from, to, 0, texts.length);
  assert.ok(stop >= 512 && stop < 600, String(stop));
});

Deno.test("dictionaryBytes() shares a fixed budget among all columns", () => {
  assert.equal(dictionaryBytes(1), dictionaryBytes(32));
  assert.ok(dictionaryBytes(100_000) * 100_000 <= 128 * 1024 * 1024);
});
