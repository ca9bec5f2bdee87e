import assert from "node:assert/strict";
import { canonicalJson } from "../canonical/canonical_json.ts";
import {
  columnNameProblem,
  packFooterOffset,
  packTrailer,
  parsePackFooter,
  parsePackTrailer,
} from "./pack_footer.ts";
import type { PackFooter } from "./dataset.ts";

const SHA = "0".repeat(64);

/** A right footer: 10 rows of a float64 with one missing, a dictionary and a plain text. */
function footer(): PackFooter {
  return {
    format: "shpack",
    version: 1,
    rows: 10,
    columns: [
      {
        name: "price",
        type: "float64",
        encoding: "plain",
        null_count: 1,
        min: "-1.5",
        max: "1e+21",
        buffers: [
          { name: "validity", offset: 64, bytes: 2, sha256: SHA },
          { name: "values", offset: 128, bytes: 80, sha256: SHA },
        ],
      },
      {
        name: "city",
        type: "text",
        encoding: "dictionary",
        null_count: 0,
        min: null,
        max: null,
        buffers: [
          { name: "values", offset: 256, bytes: 40, sha256: SHA },
          { name: "dictionary_offsets", offset: 320, bytes: 12, sha256: SHA },
          { name: "dictionary_data", offset: 384, bytes: 9, sha256: SHA },
        ],
      },
      {
        name: "note",
        type: "text",
        encoding: "plain",
        null_count: 0,
        min: null,
        max: null,
        buffers: [
          { name: "offsets", offset: 448, bytes: 88, sha256: SHA },
          { name: "data", offset: 576, bytes: 0, sha256: SHA },
        ],
      },
    ],
  };
}

function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** The footer with the value at a path of keys replaced (or removed, for undefined). */
function changed(path: string, value: unknown): Uint8Array {
  const copy = structuredClone(footer()) as unknown as Record<string, unknown>;
  const keys = path.split(".");
  let inner = copy;
  for (const key of keys.slice(0, -1)) inner = inner[key] as Record<string, unknown>;
  if (value === undefined) delete inner[keys.at(-1)!];
  else inner[keys.at(-1)!] = value;
  return bytesOf(copy);
}

Deno.test("parsePackFooter() gives back what canonical JSON wrote", () => {
  const bytes = new TextEncoder().encode(canonicalJson(footer()));
  assert.deepEqual(parsePackFooter(bytes, 576 + bytes.byteLength + 16), footer());
  assert.equal(packFooterOffset(footer()), 576);
});

Deno.test("parsePackTrailer() gives back the length that packTrailer() wrote", () => {
  for (const length of [1, 255, 65_537, 100_000_000]) {
    assert.equal(parsePackTrailer(packTrailer(length)), length);
  }
});

const BAD_TRAILERS: Readonly<Record<string, (trailer: Uint8Array) => Uint8Array>> = {
  "is short": (t) => t.subarray(1),
  "has another magic": (t) => t.with(15, 0x32),
  "has reserved bytes set": (t) => t.with(4, 1),
  "claims a footer of no bytes": (t) => t.with(0, 0),
  "claims a footer of 4 GiB": (t) => t.fill(255, 0, 4),
};
for (const [what, damage] of Object.entries(BAD_TRAILERS)) {
  Deno.test(`parsePackTrailer() refuses a trailer that ${what}`, () => {
    assert.throws(() => parsePackTrailer(damage(packTrailer(7))), { code: "E_PACK_TRAILER" });
  });
}

Deno.test("parsePackFooter() refuses a file that is longer or shorter than the footer implies", () => {
  const bytes = bytesOf(footer());
  const size = 576 + bytes.byteLength + 16;
  for (const wrong of [size - 1, size + 64]) {
    assert.throws(() => parsePackFooter(bytes, wrong), { code: "E_PACK_TRAILER" });
  }
});

const WRONG: readonly (readonly [path: string, value: unknown])[] = [
  ["format", "arrow"],
  ["version", "1"],
  ["version", 0],
  ["rows", -1],
  ["rows", 2 ** 31],
  ["rows", 11],
  ["extra", 1],
  ["columns", []],
  ["columns", {}],
  ["columns.0", null],
  ["columns.0.name", ""],
  ["columns.0.name", "city"],
  ["columns.0.type", "decimal"],
  ["columns.0.type", "toString"],
  ["columns.0.type", "int64"],
  ["columns.0.encoding", "dictionary"],
  ["columns.0.encoding", undefined],
  ["columns.0.null_count", 11],
  ["columns.0.null_count", 0],
  ["columns.0.null_count", 10],
  ["columns.0.null_count", 0.5],
  ["columns.0.min", null],
  ["columns.0.min", "-1.50"],
  ["columns.0.min", "NaN"],
  ["columns.0.max", "Infinity"],
  ["columns.0.max", 7],
  ["columns.1.min", "a"],
  ["columns.0.extra", 1],
  ["columns.0.buffers", []],
  ["columns.0.buffers.0.name", "values"],
  ["columns.0.buffers.0.offset", 0],
  ["columns.0.buffers.0.offset", 128],
  ["columns.0.buffers.0.bytes", 3],
  ["columns.0.buffers.1.bytes", 2 ** 53],
  ["columns.0.buffers.1.bytes", -80],
  ["columns.0.buffers.1.offset", 129],
  ["columns.0.buffers.1.sha256", "0".repeat(63) + "G"],
  ["columns.0.buffers.1.extra", 1],
  ["columns.1.buffers.1.bytes", 13],
  ["columns.1.buffers.1.bytes", 0],
  ["columns.1.buffers.2.bytes", 2 ** 31],
];
for (const [path, value] of WRONG) {
  const shown = value === undefined ? "missing" : JSON.stringify(value).slice(0, 30);
  Deno.test(`parsePackFooter() refuses ${path} = ${shown}`, () => {
    assert.throws(() => parsePackFooter(changed(path, value)), { code: "E_PACK_FOOTER" });
  });
}

Deno.test("parsePackFooter() refuses bytes that are not JSON or not UTF-8", () => {
  for (const bytes of [[], [0x7b], [0x22, 0xff, 0x22], [0xef, 0xbb, 0xbf, 0x7b, 0x7d]]) {
    assert.throws(() => parsePackFooter(new Uint8Array(bytes)), { code: "E_PACK_FOOTER" });
  }
});

Deno.test("parsePackFooter() tells a newer version from a wrong one", () => {
  assert.throws(() => parsePackFooter(changed("version", 2)), { code: "E_PACK_VERSION" });
});

Deno.test("parsePackFooter() refuses an int64 bound beyond 64 bits and a date bound beyond 32", () => {
  const integer = structuredClone(footer()) as unknown as { columns: Record<string, unknown>[] };
  integer.columns[0]!.type = "int64";
  integer.columns[0]!.min = "-9223372036854775808";
  integer.columns[0]!.max = "9223372036854775807";
  parsePackFooter(bytesOf(integer));
  integer.columns[0]!.max = "9223372036854775808";
  assert.throws(() => parsePackFooter(bytesOf(integer)), { code: "E_PACK_FOOTER" });
});

Deno.test("columnNameProblem() accepts any script and refuses what cannot be a name", () => {
  for (
    const name of ["a", "Größe (mm)", "温度", "two\nlines", " ", "__proto__", "x".repeat(1024)]
  ) {
    assert.equal(columnNameProblem(name), undefined);
  }
  for (const name of ["", "a\0", "\ud800", "x".repeat(1025), "é".repeat(513), 7, null]) {
    assert.equal(typeof columnNameProblem(name), "string");
  }
});
