import { strict as assert } from "node:assert";
import { MissingMarkers } from "./missing_markers.ts";

function isMissing(markers: readonly string[], cell: string): boolean {
  const bytes = new TextEncoder().encode(`<${cell}>`);
  return new MissingMarkers(markers).has(bytes, 1, bytes.length - 1);
}

Deno.test("MissingMarkers takes exactly its markers, spaces and tabs around them aside", () => {
  const markers = ["", "NA", "N/A", "-", "fehlt €", "x".repeat(40)];
  for (const cell of ["", " ", "\t ", "NA", " NA", "NA\t", "N/A", "-", "fehlt €", "x".repeat(40)]) {
    assert.ok(isMissing(markers, cell), JSON.stringify(cell));
  }
  for (
    const cell of ["na", "NAN", "N", "--", "-1", "\nNA", "fehlt", "x".repeat(39), "x".repeat(41)]
  ) {
    assert.ok(!isMissing(markers, cell), JSON.stringify(cell));
  }
});

Deno.test("MissingMarkers takes nothing for missing when it has no markers", () => {
  for (const cell of ["", " ", "NA"]) assert.ok(!isMissing([], cell));
  assert.ok(!isMissing(["NA"], ""));
  assert.ok(isMissing([" NA "], "NA"));
  assert.ok(isMissing(["  "], ""));
});
