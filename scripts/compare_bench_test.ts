import assert from "node:assert/strict";
import { regressions } from "./compare_bench.ts";

Deno.test("regressions() names what is a quarter worse by ratio, and nothing else", () => {
  const before = [
    { name: "same", ratio: 2 },
    { name: "a little worse", ratio: 2 },
    { name: "worse", ratio: 2 },
    { name: "better", ratio: 2 },
    { name: "gone", ratio: 2 },
    { name: "broken", ratio: 1 },
  ];
  const now = [
    { name: "same", ratio: 2 },
    { name: "a little worse", ratio: 2.4 },
    { name: "worse", ratio: 2.6 },
    { name: "better", ratio: 1 },
    { name: "new", ratio: 9 },
    { name: "broken", ratio: NaN },
  ];
  assert.deepEqual(regressions(before, now), [
    { name: "worse", before: 2, now: 2.6 },
    { name: "broken", before: 1, now: NaN },
  ]);
});
