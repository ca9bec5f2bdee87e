// Every special function and distribution against the golden table of 80-digit values.
import assert from "node:assert/strict";
import * as beta from "./beta_distribution.ts";
import * as chiSquare from "./chi_square.ts";
import { erf, erfc } from "./erf.ts";
import * as f from "./f_distribution.ts";
import * as gamma from "./gamma_distribution.ts";
import { betaI, betaIUpper } from "./incomplete_beta.ts";
import { gammaP, gammaQ } from "./incomplete_gamma.ts";
import { logGamma } from "./log_gamma.ts";
import * as normal from "./normal.ts";
import { normalQuantile } from "./normal_quantile.ts";
import * as studentT from "./student_t.ts";

const TOLERANCE = 1e-12;
const FEWEST_ROWS = 40;

const FUNCTIONS: Record<string, unknown> = {
  betaI,
  betaIUpper,
  erf,
  erfc,
  gammaP,
  gammaQ,
  logGamma,
  normalQuantile,
  ...beta,
  ...chiSquare,
  ...f,
  ...gamma,
  ...normal,
  ...studentT,
};

type Row = readonly number[];
// Read rather than imported: the compiler would infer a type from a megabyte of numbers.
const TABLE: Record<string, readonly Row[]> = JSON.parse(Deno.readTextFileSync(
  new URL("../../../fixtures/goldens/distributions.json", import.meta.url),
)).functions;

/** Log densities pass through 0, where only the absolute error means anything. */
function relativeError(name: string, got: number, want: number): number {
  if (got === want) return 0;
  const scale = name.endsWith("LogPdf") ? Math.max(1, Math.abs(want)) : Math.abs(want);
  const error = Math.abs(got - want) / scale;
  return error === error ? error : Infinity;
}

const worstOf = new Map<string, number>();

for (const [name, rows] of Object.entries(TABLE)) {
  Deno.test(`${name}() agrees with the golden table to ${TOLERANCE}`, () => {
    const call = FUNCTIONS[name] as (...args: number[]) => number;
    assert.ok(rows.length >= FEWEST_ROWS, `only ${rows.length} rows`);
    let worst = 0;
    let worstRow: Row = [];
    for (const row of rows) {
      const error = relativeError(name, call(...row.slice(0, -1)), row.at(-1)!);
      if (error >= worst) [worst, worstRow] = [error, row];
    }
    worstOf.set(name, worst);
    console.log(`${name.padEnd(24)} ${rows.length} values, worst ${worst.toExponential(1)}`);
    assert.ok(
      worst <= TOLERANCE,
      `${name}(${worstRow.slice(0, -1)}) is ${call(...worstRow.slice(0, -1))}, ` +
        `not ${worstRow.at(-1)}: off by ${worst}`,
    );
  });
}

Deno.test("every exported function of the distributions has a golden table", () => {
  const untested = Object.keys(FUNCTIONS).filter((name) => !(name in TABLE));
  assert.deepEqual(untested, []);
  assert.equal(worstOf.size, Object.keys(FUNCTIONS).length);
  console.log(`worst of all: ${Math.max(...worstOf.values()).toExponential(1)}`);
});
