import assert from "node:assert/strict";
import { binomialBounds } from "./binomial_bounds.ts";

Deno.test("binomialBounds() leaves less than one in a thousand on either side, and no more room", () => {
  for (const [trials, p] of [[200, 0.05], [500, 0.05], [100, 0.5], [800, 0.1]] as const) {
    const density = [(1 - p) ** trials];
    for (let k = 0; k < trials; k++) {
      density.push(density[k]! * (trials - k) / (k + 1) * p / (1 - p));
    }
    const below = (k: number) => density.slice(0, k).reduce((sum, one) => sum + one, 0);
    const { low, high } = binomialBounds(trials, p);
    assert.ok(below(low) < 0.001 && below(low + 1) >= 0.001, `low of ${trials} at ${p}`);
    assert.ok(1 - below(high + 1) <= 0.001 && 1 - below(high) > 0.001, `high of ${trials} at ${p}`);
  }
});
