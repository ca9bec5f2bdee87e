import assert from "node:assert/strict";
import { createRng } from "harness/sdk";
import { type PairShift, pairShifts } from "./pair_shifts.ts";

const OPTIONS = { n_permutations: 99, max_permutations: 99, alpha: 0.05, min_rows: 4 };

function byNames(columns: readonly Float64Array[], names: readonly number[]) {
  const segment = new Uint8Array(columns[0]!.length).fill(1, columns[0]!.length / 2);
  const rng = createRng("c1".repeat(32), "permutations");
  const moved = names.map((name) => columns[name]!);
  return new Map(
    pairShifts(moved, segment, OPTIONS, rng).pairs.map((pair): [string, Partial<PairShift>] => {
      const { a, b, ...numbers } = pair;
      return [[names[a]!, names[b]!].sort().join(), numbers];
    }),
  );
}

Deno.test("pairShifts() gives a pair the same numbers in whatever order the columns are", () => {
  for (let trial = 0; trial < 60; trial++) {
    const rng = createRng("c1".repeat(32), "data", String(trial));
    const cause = Float64Array.from({ length: 16 + 8 * (trial % 2) }, () => rng.normal());
    // Two values a column: many dealings have exactly the observed shift, and it is often 0.
    const columns = Array.from(
      { length: 9 },
      (_, j) => cause.map((x) => (j % 3) * x + rng.normal() > 0 ? 1 : 0),
    );
    const inOrder = byNames(columns, [...columns.keys()]);
    for (const [names, numbers] of byNames(columns, [...rng.permutation(9)])) {
      assert.deepEqual(numbers, inOrder.get(names));
    }
  }
});
