import assert from "node:assert/strict";
import { canonicalJson } from "../canonical/canonical_json.ts";
import type { PackColumn, PackFooter } from "../contract/dataset.ts";
import { encodeFooter } from "./encode_footer.ts";

function column(i: number): PackColumn {
  return {
    name: `"${"é漢🙂"}${i}`,
    type: "int64",
    encoding: "plain",
    null_count: i,
    min: null,
    max: String(i),
    buffers: [{ name: "values", offset: 64 * i, bytes: 8, sha256: "0".repeat(64) }],
  };
}

for (const count of [0, 1, 2, 3000]) {
  Deno.test(`encodeFooter() of ${count} columns gives the bytes of canonicalJson()`, () => {
    const columns = Array.from({ length: count }, (_, i) => column(i));
    const footer: PackFooter = { format: "shpack", version: 1, rows: 7, columns };
    const { columns: _, ...about } = footer;
    assert.equal(
      new TextDecoder("utf-8", { fatal: true }).decode(encodeFooter(about, columns)),
      canonicalJson(footer),
    );
  });
}
