import { strict as assert } from "node:assert";
import { ByteBuffer } from "./byte_buffer.ts";
import { appendExcelDate, showsDate } from "./excel_date.ts";

function text(serial: number, is1904 = false): string | null {
  const out = new ByteBuffer(4);
  const isDate = appendExcelDate(serial, is1904, out);
  assert.equal(out.length > 0, isDate);
  return isDate ? new TextDecoder().decode(out.bytes.subarray(0, out.length)) : null;
}

Deno.test("appendExcelDate() is the platform's calendar on every day of both systems", () => {
  for (let serial = 61; serial <= 2_958_465; serial += 97) {
    const day = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
    assert.equal(text(serial), day);
    if (serial > 1462) assert.equal(text(serial - 1462, true), day);
  }
  for (let serial = 0; serial < 60; serial++) {
    const day = new Date(Date.UTC(1899, 11, 31) + serial * 86_400_000).toISOString().slice(0, 10);
    assert.equal(text(serial), day);
  }
});

Deno.test("appendExcelDate() writes times to the millisecond, rounding over midnight", () => {
  for (let ms = 1; ms < 86_400_000; ms += 86_399) {
    const expected = new Date(Date.UTC(2024, 0, 31) + ms).toISOString().slice(0, 23);
    assert.equal(text(45322 + ms / 86_400_000), expected.replace(/\.000$/, ""));
  }
  assert.equal(text(45322.999999999), "2024-02-01");
  assert.equal(text(0.5), "1899-12-31T12:00:00");
  assert.equal(text(59.99999999999), null, "rounds to the 29th of February 1900");
});

Deno.test("appendExcelDate() refuses what is outside the calendar", () => {
  for (const serial of [-1, -0.001, 60, 60.5, 2_958_466, 1e300, NaN, Infinity]) {
    assert.equal(text(serial), null, String(serial));
  }
  assert.equal(text(2_958_465.999999999), null);
  assert.equal(text(2_957_003, true), "9999-12-31");
  assert.equal(text(2_957_004, true), null);
});

Deno.test("showsDate() tells dates from numbers, times and durations", () => {
  for (const id of [14, 15, 16, 17, 22, 27, 36, 50, 58]) assert.ok(showsDate(id, undefined));
  for (const id of [0, 1, 9, 13, 18, 21, 45, 46, 47, 49, 164]) assert.ok(!showsDate(id, undefined));
  for (
    const code of ["yyyy-mm-dd", "d/m/yy h:mm", "[$-407]D. MMMM YYYY", "[Red]yyyy;@", "mmm yy"]
  ) {
    assert.ok(showsDate(200, code), code);
  }
  for (
    const code of [
      "0.00",
      "General",
      "h:mm:ss",
      "[h]:mm",
      "mm:ss.0",
      '0 "days"',
      "0\\d",
      '#,##0 "y"',
      "[Yellow]0",
      "0_d",
      "0;dd",
    ]
  ) {
    assert.ok(!showsDate(200, code), code);
  }
});
