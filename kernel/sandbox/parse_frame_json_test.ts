import assert from "node:assert/strict";
import { MAX_COLUMNS } from "../contract/dataset.ts";
import { MAX_CONTROL_BYTES } from "../contract/frame.ts";
import { MAX_JSON_DEPTH, MAX_JSON_NODES, parseFrameJson } from "./parse_frame_json.ts";

const UTF8 = new TextEncoder();
const parse = (text: string) => parseFrameJson(UTF8.encode(text));
const REFUSED = { code: "E_FRAME_JSON" };

Deno.test("parseFrameJson() reads any JSON value", () => {
  assert.deepEqual(parse('{"a":[1,"x\\"],[",null,true,-2.5e3]}'), {
    a: [1, 'x"],[', null, true, -2500],
  });
  assert.equal(parse("7"), 7);
});

Deno.test("parseFrameJson() refuses what is not UTF-8 JSON", () => {
  for (
    const text of [
      "",
      "{",
      "NaN",
      "Infinity",
      "[1,]",
      "{'a':1}",
      "undefined",
      '\ufeff{"a":1}',
      '"a',
    ]
  ) {
    assert.throws(() => parse(text), REFUSED, JSON.stringify(text));
  }
  assert.throws(() => parseFrameJson(Uint8Array.of(0x22, 0xff, 0x22)), REFUSED);
  assert.throws(() => parseFrameJson(Uint8Array.of(0x22, 0xc0, 0x80, 0x22)), REFUSED);
});

Deno.test("parseFrameJson() keeps the deepest nesting it allows and refuses the next", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  assert.doesNotThrow(() => parse(nested(MAX_JSON_DEPTH)));
  assert.throws(() => parse(nested(MAX_JSON_DEPTH + 1)), REFUSED);
  assert.throws(() => parse('{"a":'.repeat(5_000_000)), REFUSED);
});

Deno.test("parseFrameJson() does not count brackets inside strings", () => {
  assert.equal(parse(JSON.stringify("[".repeat(1000) + '\\"{')), "[".repeat(1000) + '\\"{');
});

Deno.test("parseFrameJson() refuses more values than memory is meant for, and takes many numbers", () => {
  assert.throws(() => parse(`[${"[],".repeat(MAX_JSON_NODES)}0]`), REFUSED);
  assert.throws(() => parse(`[${'"",'.repeat(MAX_JSON_NODES)}0]`), REFUSED);
  const numbers = parse(`[${"1,".repeat(1_900_000)}0]`) as number[];
  assert.equal(numbers.length, 1_900_001);
  assert.throws(() => parse(`[${"1,".repeat(2_100_000)}0]`), REFUSED);
});

Deno.test("parseFrameJson() makes __proto__ an ordinary key that changes no prototype", () => {
  const value = parse('{"__proto__":{"status":"ok"},"constructor":1}') as Record<string, unknown>;
  assert.equal(value["status"], undefined);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.deepEqual(Object.keys(value), ["__proto__", "constructor"]);
});

Deno.test("parseFrameJson() takes the schema of as many columns as a dataset may have", () => {
  const column = (c: number) => ({
    name: `column ${c} ${"x".repeat(131)}`,
    type: "text",
    encoding: "dictionary",
    null_count: 2_147_483_647,
    buffers: {
      validity: 268_435_456,
      values: 8_589_934_588,
      dictionary_offsets: 4_194_308,
      dictionary_data: 67_108_864,
    },
  });
  const columns = Array.from({ length: MAX_COLUMNS }, (_, c) => column(c));
  const text = JSON.stringify({ rows: 2_147_483_647, columns });
  assert.ok(text.length <= MAX_CONTROL_BYTES, `${text.length} bytes`);
  assert.deepEqual(parse(text), { rows: 2_147_483_647, columns });
});
