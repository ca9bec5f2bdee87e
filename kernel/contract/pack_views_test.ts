import assert from "node:assert/strict";
import {
  bitIsSet,
  countSetBits,
  dictionaryEntries,
  float64View,
  int32View,
  int64AsFloat64,
  int64View,
  plainTexts,
  textAt,
} from "./pack_views.ts";

function bytesOf(array: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

Deno.test("countSetBits() counts what bitIsSet() sees, at every length and alignment", () => {
  const bytes = new Uint8Array(40);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 151 + 77) & 255;
  for (const from of [0, 1, 4]) {
    const bitmap = bytes.subarray(from);
    let expected = 0;
    for (let rows = 0; rows < bitmap.length * 8; rows++) {
      assert.equal(countSetBits(bitmap, rows), expected);
      if (bitIsSet(bitmap, rows)) expected++;
    }
  }
});

Deno.test("bitIsSet() takes the least significant bit first", () => {
  assert.deepEqual([0, 1, 7, 8, 9].map((row) => bitIsSet(new Uint8Array([0x81, 0x02]), row)), [
    true,
    false,
    true,
    false,
    true,
  ]);
});

Deno.test("views share memory when aligned and copy when not", () => {
  const buffer = new ArrayBuffer(24);
  const whole = new Uint8Array(buffer);
  float64View(whole)[1] = 2.5;
  assert.equal(new DataView(buffer).getFloat64(8, true), 2.5);
  const shifted = new Uint8Array(new ArrayBuffer(17)).subarray(1);
  new DataView(shifted.buffer, 1).setFloat64(8, -7.25, true);
  assert.equal(float64View(shifted)[1], -7.25);
  assert.equal(int64View(shifted).length, 2);
  assert.equal(int32View(shifted).length, 4);
});

Deno.test("views refuse a size that is not a multiple of the element", () => {
  for (const view of [float64View, int64View, int32View, int64AsFloat64]) {
    assert.throws(() => view(new Uint8Array(13)), { code: "E_PACK_BUFFER" });
  }
  assert.throws(() => int64AsFloat64(new Uint8Array(12)), { code: "E_PACK_BUFFER" });
});

Deno.test("int64AsFloat64() equals Number() of every BigInt that a double holds", () => {
  const values = [0n, 1n, -1n, 2n ** 32n, -(2n ** 32n), 2n ** 31n, -(2n ** 31n) - 1n];
  values.push(2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n), 1_700_000_000_123_456n);
  const bytes = bytesOf(new BigInt64Array(values));
  assert.deepEqual([...int64AsFloat64(bytes)], values.map(Number));
});

Deno.test("textAt() keeps a byte order mark and refuses what is not UTF-8", () => {
  assert.equal(textAt(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]), 0, 4), "\ufeffa");
  assert.equal(textAt(new Uint8Array(0), 0, 0), "");
  for (const bad of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf5, 0x80, 0x80, 0x80]]) {
    assert.throws(() => textAt(new Uint8Array(bad), 0, bad.length), { code: "E_PACK_BUFFER" });
  }
});

Deno.test("textAt() refuses a range outside the data, and NaN", () => {
  for (const [start, end] of [[-1, 1], [0, 3], [2, 1], [NaN, 1], [0, NaN]] as const) {
    assert.throws(() => textAt(new Uint8Array(2), start, end), { code: "E_PACK_BUFFER" });
  }
});

Deno.test("dictionaryEntries() reads entries, empty ones too", () => {
  const data = new TextEncoder().encode("Zürichx");
  const offsets = bytesOf(new Int32Array([0, 7, 7, 8]));
  assert.deepEqual(dictionaryEntries(offsets, data), ["Zürich", "", "x"]);
  assert.deepEqual(dictionaryEntries(bytesOf(new Int32Array([0])), new Uint8Array(0)), []);
});

for (const offsets of [[], [1, 8], [0, 7], [0, 5, 3, 8], [0, 9, 8], [0, -1, 8], [0, 2, 8]]) {
  Deno.test(`dictionaryEntries() refuses the offsets ${JSON.stringify(offsets)}`, () => {
    const data = new TextEncoder().encode("Zürichx");
    const bytes = bytesOf(new Int32Array(offsets));
    assert.throws(() => dictionaryEntries(bytes, data), { code: "E_PACK_BUFFER" });
  });
}

Deno.test("plainTexts() reads a slice of the rows, missing cells as null", () => {
  const offsets = bytesOf(new BigInt64Array([100n, 103n, 103n, 103n, 105n]));
  const data = new TextEncoder().encode("abcde");
  const cells = plainTexts(offsets, data, new Uint8Array([0b1011]), 100);
  assert.deepEqual(cells, ["abc", "", null, "de"]);
  assert.throws(() => plainTexts(offsets, data, null, 101), { code: "E_PACK_BUFFER" });
});
