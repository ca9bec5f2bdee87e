import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { DATE_FORM, daysFromCivil, isDay, readTemporal, temporal } from "./temporal_literal.ts";

function read(text: string): number {
  const bytes = new TextEncoder().encode(`${text}9`);
  return readTemporal(bytes, 0, bytes.length - 1);
}

/** Milliseconds of a day; `Date.UTC` takes years below 100 for others. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

Deno.test("daysFromCivil() and isDay() are the platform's calendar on every day for 400 years", () => {
  for (let days = -200_000; days < 20_000; days++) {
    const date = new Date(days * 86_400_000);
    const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    assert.equal(daysFromCivil(y, m, d), days);
    assert.ok(isDay(y, m, d));
  }
  for (const year of [1, 4, 100, 1600, 1900, 2000, 2023, 9999]) {
    for (let month = 0; month <= 13; month++) {
      for (let day = 0; day <= 32; day++) {
        const date = new Date(utc(year, month, day));
        const same = date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
        assert.equal(isDay(year, month, day), same, `${year}-${month}-${day}`);
      }
    }
    assert.equal(daysFromCivil(year, 3, 1), utc(year, 3, 1) / 86_400_000);
  }
});

Deno.test("readTemporal() reads every instant as ISO 8601 has it", () => {
  const instant = fc.date({
    min: new Date("0001-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instant, (date) => {
      assert.equal(read(date.toISOString()), DATE_FORM.iso);
      const { year, first, second, seconds, micros } = temporal;
      const days = daysFromCivil(year, first, second);
      assert.equal((days * 86400 + seconds) * 1000 + micros / 1000, date.getTime());
    }),
    { numRuns: 2000, seed: 1 },
  );
});

Deno.test("readTemporal() subtracts the offset, over midnight too", () => {
  const secondsOf = (text: string) => {
    assert.ok(read(text) > 0, text);
    return temporal.seconds;
  };
  assert.equal(secondsOf("2024-01-01T00:30:00+02:00"), 1800 - 7200);
  assert.equal(secondsOf("2024-01-01T23:30:00-0130"), 23 * 3600 + 1800 + 5400);
  assert.equal(secondsOf("2024-01-01T12:00+05"), 7 * 3600);
  assert.equal(secondsOf("2024-01-01t12:00z"), 12 * 3600);
  assert.equal(secondsOf("2024-01-01 12:00:00,5Z"), 12 * 3600);
  assert.equal(temporal.micros, 500_000);
});

Deno.test("readTemporal() tells a cut fraction from zeros", () => {
  read("2024-01-01T00:00:00.123456000Z");
  assert.deepEqual([temporal.micros, temporal.cut], [123456, false]);
  read("2024-01-01T00:00:00.1234560001Z");
  assert.deepEqual([temporal.micros, temporal.cut], [123456, true]);
  read("2024-01-01T00:00:00.1Z");
  assert.deepEqual([temporal.micros, temporal.cut], [100000, false]);
});

Deno.test("readTemporal() refuses what is no date", () => {
  const refused = [
    ...["", "2024", "2024-01", "2024-13-01", "2024-00-10", "2024-01-00", "2024-1-32"],
    ...["2024-01-01T", "2024-01-01 ", "2024-01-01X10:00", "2024-01-01T1", "2024-01-01T10:0"],
    ...["2024-01-01T10:00:0", "2024-01-01T10:00:00.", "2024-01-01T10:00+1", "2024-01-01T10:00+25"],
    ...["2024-01-01T10:00ZZ", "2024-01-01T10:00:00 Z", "2024-01-01  10:00", "2024-01/01"],
    ...["1/1/24", "1/1/12024", "32/13/2024", "13/13/2024", "1.13.2024", "1 Janu 2024"],
    ...["Jan 32, 2024", "Jan 1,2024", "1-Jan 2024", "0/1/2024", "1e5-01-01", "12024-01-01"],
    ...["2024-01-01T10:00 XM", "2024-01-01T0:00 AM", "-2024-01-01", "2024-01-01T10:00+02:0"],
    "2024-01-01T10:00:00.000000000000000000000000000000000",
  ];
  for (const text of refused) assert.equal(read(text), 0, text);
});

Deno.test("readTemporal() never reads past the end of its cell", () => {
  const texts = [
    "2024-01-31T10:20:30.5+01:30",
    "31/01/2024 1:05 PM",
    "31 Jan 2024",
    "Jan 31, 2024",
  ];
  for (const text of texts) {
    for (let length = 0; length <= text.length; length++) {
      const alone = readTemporal(new TextEncoder().encode(text.slice(0, length)), 0, length);
      const parts = { ...temporal };
      assert.equal(readTemporal(new TextEncoder().encode(text), 0, length), alone);
      if (alone > 0) assert.deepEqual(temporal, parts);
    }
  }
});
