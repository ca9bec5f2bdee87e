import assert from "node:assert/strict";
import { createRng, isMissing, midRanks } from "harness/sdk";
import { ColumnMemory } from "./column_memory.ts";
import { sortColumn } from "./sort_column.ts";

const rng = createRng("50".repeat(32), "sort_column_test");
const N = 3000;

/** Values by row, and whether they rise. Each shape is sorted in another way. */
const SHAPES: Record<string, [ascending: boolean, (i: number) => number]> = {
  "integers close together": [false, () => rng.int(400) - 200],
  "integers close together, with gaps": [false, () => (rng.int(9) === 0 ? NaN : rng.int(50))],
  "prices": [false, () => Number((rng.float64() * 50).toFixed(2))],
  "negative decimals": [false, () => Number((-rng.float64()).toFixed(3))],
  "decimals, but for one": [false, (i) => i === 2000 ? Math.PI : (rng.int(90) - 40) / 10],
  "zeros of both signs": [false, (i) => [0, -0, 0.5, -0.5][i % 4]!],
  "integers far apart": [false, () => rng.int(1e9) * 1000],
  "long fractions": [false, () => rng.normal()],
  "long fractions with ties and gaps": [false, (i) => i % 5 === 0 ? NaN : rng.int(9) / 7],
  "rising with ties and gaps": [true, (i) => i % 7 === 0 ? NaN : Math.floor(i / 3) / 3],
  "nothing": [false, () => NaN],
};

for (const [name, [ascending, shape]] of Object.entries(SHAPES)) {
  for (const ranked of [true, false]) {
    Deno.test(`sortColumn() sorts ${ranked ? "and ranks " : ""}${name}`, () => {
      const values = Float64Array.from({ length: N }, (_, i) => shape(i));
      const before = values.slice();
      const present = values.filter((value) => !isMissing(value)).map((value) => value + 0);
      const bounds = { min: Math.min(...present), max: Math.max(...present) };
      const about = { ascending, present: present.length, bounds, ranked };
      const column = sortColumn(values, new ColumnMemory(N), about);
      assert.deepEqual(column.sorted, present.sort((a, b) => a - b));
      assert.deepEqual(values, before);
      if (!ranked) return;
      const ranks = midRanks(values.map((value) => value + 0));
      assert.deepEqual(
        column.ranks(),
        Int32Array.from(ranks, (rank) => isMissing(rank) ? 0 : 2 * rank),
      );
    });
  }
}
