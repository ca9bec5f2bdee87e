import assert from "node:assert/strict";
import { dateText, timestampText } from "./pack_cell_text.ts";

Deno.test("dateText() agrees with Date on 20,000 days over its whole range", () => {
  for (let days = -100_000_000; days <= 100_000_000; days += 9_973) {
    assert.equal(dateText(days), new Date(days * 86_400_000).toISOString().split("T")[0]);
  }
});

Deno.test("dateText() is right on leap days, century years and at the ends of int32", () => {
  const days = (iso: string) => Date.parse(iso) / 86_400_000;
  for (const iso of ["2000-02-29", "1900-02-28", "1900-03-01", "1969-12-31", "2024-12-31"]) {
    assert.equal(dateText(days(iso)), iso);
  }
  assert.equal(dateText(2_147_483_647), "+5881580-07-11");
  assert.equal(dateText(-2_147_483_648), "-5877641-06-23");
});

Deno.test("timestampText() shows a fraction only when there is one, before 1970 too", () => {
  assert.equal(timestampText(0n), "1970-01-01T00:00:00Z");
  assert.equal(timestampText(-1n), "1969-12-31T23:59:59.999999Z");
  assert.equal(timestampText(1_709_208_000_120_000n), "2024-02-29T12:00:00.12Z");
  assert.equal(timestampText(2n ** 63n - 1n), "+294247-01-10T04:00:54.775807Z");
  assert.equal(timestampText(-(2n ** 63n)), "-290308-12-21T19:59:05.224192Z");
});
