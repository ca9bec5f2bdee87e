import assert from "node:assert/strict";
import { logGamma } from "./log_gamma.ts";
import { logGammaRatio } from "./log_gamma_ratio.ts";

Deno.test("logGammaRatio() is the difference of logarithms where that has digits", () => {
  for (const b of [0.01, 0.7, 3, 9.99, 10, 42]) {
    for (const a of [0.1, 0.5, 1]) {
      const want = logGamma(b + a) - logGamma(b);
      assert.ok(Math.abs(logGammaRatio(b, a) - want) < 1e-13, `${b}, ${a}`);
    }
  }
});

Deno.test("logGammaRatio() by 1 is log b, for any b", () => {
  for (const b of [1e-300, 1e-5, 0.5, 7, 123.456, 1e10, 1e100, 1e300]) {
    assert.ok(Math.abs(logGammaRatio(b, 1) / Math.log(b) - 1) < 2e-15, String(b));
  }
});

Deno.test("logGammaRatio() falls to a·ψ(b) with its digits as a goes to 0", () => {
  // ψ(10) = 1 + 1/2 + … + 1/9 − γ
  const psi10 = 7129 / 2520 - 0.5772156649015329;
  assert.ok(Math.abs(logGammaRatio(10, 1e-200) / (psi10 * 1e-200) - 1) < 1e-15);
});
