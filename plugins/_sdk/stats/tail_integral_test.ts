import assert from "node:assert/strict";
import { normalSurvival } from "./normal.ts";
import { tailIntegral } from "./tail_integral.ts";

Deno.test("tailIntegral() of exponential, Gaussian and mixed decay is exact to a few roundings", () => {
  const cases: [string, (s: number) => number, number, number][] = [
    ["exponential", (s) => 3 * s, 1 / 3, 1 / 3],
    ["Gaussian", (s) => s * s / 2, 1, Math.sqrt(Math.PI / 2)],
    ["scale a factor off", (s) => s, 3, 1],
    ...[0.01, 0.5, 2, 8, 30].map((k): [string, (s: number) => number, number, number] => [
      `normal tail from ${k}`,
      (s) => k * s + s * s / 2,
      1 / (k + 1),
      normalSurvival(k) * Math.exp(k * k / 2) * Math.sqrt(2 * Math.PI),
    ]),
  ];
  for (const [name, exponent, scale, want] of cases) {
    const found = tailIntegral(exponent, scale, Infinity);
    const tolerance = name.includes("30") ? 1e-13 : 1e-14;
    assert.ok(Math.abs(found / want - 1) < tolerance, `${name}: ${found}, not ${want}`);
  }
});

Deno.test("tailIntegral() takes nothing from beyond the end", () => {
  let furthest = 0;
  tailIntegral(
    (s) => {
      furthest = Math.max(furthest, s);
      return s;
    },
    1,
    2,
  );
  assert.ok(furthest < 2);
});
