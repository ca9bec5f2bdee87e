import { strict as assert } from "node:assert";
import { detectHeader } from "./detect_header.ts";
import { MissingMarkers } from "./missing_markers.ts";

const detect = (cells: string[]) => detectHeader(cells, new MissingMarkers(["", "NA"]), 46);

Deno.test("detectHeader() wants one cell of text", () => {
  assert.deepEqual(detect(["name", "age"]), { header: true, values: 0 });
  assert.deepEqual(detect(["region", "2019", "2020"]), { header: true, values: 2 });
  assert.deepEqual(detect(["1", "2.5", "2024-01-01", "true", "", " 7 "]), {
    header: false,
    values: 5,
  });
  assert.deepEqual(detect(["", "NA"]), { header: false, values: 0 });
  assert.deepEqual(detect(["007"]), { header: true, values: 0 });
});
