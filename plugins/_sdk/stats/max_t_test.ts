import assert from "node:assert/strict";
import fc from "fast-check";
import { maxT } from "./max_t.ts";
import { permutationPValue } from "./permutation_p_value.ts";
import { createRng } from "./rng.ts";

const fromRows = (rows: number[][]) => (b: number, out: Float64Array) => out.set(rows[b]!);

Deno.test("maxT() of a worked example", () => {
  const rows = [[1, 5, 2], [3, 0, 0], [0, 1, 0]];
  assert.deepEqual(maxT(Float64Array.of(4, 0.5, NaN), 3, fromRows(rows)), {
    adjusted: Float64Array.of(2 / 4, 1, NaN),
    unadjusted: Float64Array.of(1 / 4, 3 / 4, NaN),
    maxima: Float64Array.of(5, 3, 1),
  });
});

Deno.test("maxT() never adjusts downwards and keeps the order of the statistics", () => {
  const statistic = fc.double({ noNaN: true, noDefaultInfinity: true });
  const row = fc.array(statistic, { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(
      row,
      fc.array(row, { minLength: 1, maxLength: 20, size: "max" }),
      (observed, rows) => {
        const found = maxT(Float64Array.from(observed), rows.length, fromRows(rows));
        observed.forEach((t, j) => {
          assert.ok(found.adjusted[j]! >= found.unadjusted[j]!);
          const own = Float64Array.from(rows, (values) => values[j]!);
          assert.equal(found.unadjusted[j], permutationPValue(t, own));
          observed.forEach((u, k) =>
            assert.ok(!(t >= u) || found.adjusted[j]! <= found.adjusted[k]!)
          );
        });
      },
    ),
  );
});

Deno.test("maxT() keeps the family-wise error rate where single tests lose it", () => {
  const rng = createRng("9".repeat(64), "family");
  const [runs, tests, permutations] = [1000, 8, 19];
  const fill = (out: Float64Array) => {
    for (let j = 0; j < tests; j++) out[j] = rng.normal();
  };
  let family = 0;
  let single = 0;
  const observed = new Float64Array(tests);
  for (let run = 0; run < runs; run++) {
    fill(observed);
    const found = maxT(observed, permutations, (_, out) => fill(out));
    if (found.adjusted.some((p) => p <= 0.1)) family++;
    if (found.unadjusted.some((p) => p <= 0.1)) single++;
  }
  assert.ok(Math.abs(family / runs - 0.1) < 5 * Math.sqrt(0.09 / runs), `${family / runs}`);
  assert.ok(single / runs > 0.4, `${single / runs}`);
});

Deno.test("maxT() of no hypotheses is empty", () => {
  assert.equal(maxT(new Float64Array(0), 2, () => {}).adjusted.length, 0);
});

Deno.test("maxT() refuses a statistic that is NaN or was never written, and no permutations", () => {
  const one = Float64Array.of(1);
  assert.throws(() => maxT(one, 2, () => {}), { code: "E_STATS_ARGUMENT" });
  for (const permutations of [0, -1, 1.5, NaN]) {
    assert.throws(() => maxT(one, permutations, (_, out) => out.fill(0)), {
      code: "E_STATS_ARGUMENT",
    });
  }
});
