/**
 * The univariate sets of the NIST Statistical Reference Datasets
 * (https://www.itl.nist.gov/div898/strd/univ/homepage.html): the profile of each, held to the
 * certified values and to exact rational arithmetic on the doubles as they are stored. PiDigits is
 * left out: its certified mean is not that of the first 5000 digits of π (4.5358).
 */
import assert from "node:assert/strict";
import { validatedPlugin } from "../_sdk/testing/mod.ts";
import type { ColumnStatistics } from "./column_statistics.ts";
import plugin from "./plugin.ts";

const profile = validatedPlugin(import.meta.dirname!, plugin);

const LEW = numbers(`
  -213 -564 -35 -15 141 115 -420 -360 203 -338 -431 194 -220 -513 154 -125 -559 92 -21 -579 -52 99
  -543 -175 162 -457 -346 204 -300 -474 164 -107 -572 -8 83 -541 -224 180 -420 -374 201 -236 -531
  83 27 -564 -112 131 -507 -254 199 -311 -495 143 -46 -579 -90 136 -472 -338 202 -287 -477 169 -124
  -568 17 48 -568 -135 162 -430 -422 172 -74 -577 -13 92 -534 -243 194 -355 -465 156 -81 -578 -64
  139 -449 -384 193 -198 -538 110 -44 -577 -6 66 -552 -164 161 -460 -344 205 -281 -504 134 -28 -576
  -118 156 -437 -381 200 -220 -540 83 11 -568 -160 172 -414 -408 188 -125 -572 -32 139 -492 -321
  205 -262 -504 142 -83 -574 0 48 -571 -106 137 -501 -266 190 -391 -406 194 -186 -553 83 -13 -577
  -49 103 -515 -280 201 300 -506 131 -45 -578 -80 138 -462 -361 201 -211 -554 32 74 -533 -235 187
  -372 -442 182 -147 -566 25 68 -535 -244 194 -351 -463 174 -125 -570 15 72 -550 -190 172 -424 -385
  198 -218 -536 96`);

const LOTTERY = numbers(`
  162 671 933 414 788 730 817 33 536 875 670 236 473 167 877 980 316 950 456 92 517 557 956 954 104
  178 794 278 147 773 437 435 502 610 582 780 689 562 964 791 28 97 848 281 858 538 660 972 671 613
  867 448 738 966 139 636 847 659 754 243 122 455 195 968 793 59 730 361 574 522 97 762 431 158 429
  414 22 629 788 999 187 215 810 782 47 34 108 986 25 644 829 630 315 567 919 331 207 412 242 607
  668 944 749 168 864 442 533 805 372 63 458 777 416 340 436 140 919 350 510 572 905 900 85 389 473
  758 444 169 625 692 140 897 672 288 312 860 724 226 884 508 976 741 476 417 831 15 318 432 241 114
  799 955 833 358 935 146 630 830 440 642 356 373 271 715 367 393 190 669 8 861 108 795 269 590 326
  866 64 523 862 840 219 382 998 4 628 305 747 247 34 747 729 645 856 974 24 568 24 694 608 480 410
  729 947 293 53 930 223 203 677 227 62 455 387 318 562 242 428 968`);

const MAVRO = numbers(`
  2.00180 2.00170 2.00180 2.00190 2.00180 2.00170 2.00150 2.00140 2.00150 2.00150 2.00170 2.00180
  2.00180 2.00190 2.00190 2.00210 2.00200 2.00160 2.00140 2.00130 2.00130 2.00150 2.00150 2.00160
  2.00150 2.00140 2.00130 2.00140 2.00150 2.00140 2.00150 2.00160 2.00150 2.00160 2.00190 2.00200
  2.00200 2.00210 2.00220 2.00230 2.00240 2.00250 2.00270 2.00260 2.00260 2.00260 2.00270 2.00260
  2.00250 2.00240`);

const MICHELSO = numbers(`
  299.85 299.74 299.90 300.07 299.93 299.85 299.95 299.98 299.98 299.88 300.00 299.98 299.93 299.65
  299.76 299.81 300.00 300.00 299.96 299.96 299.96 299.94 299.96 299.94 299.88 299.80 299.85 299.88
  299.90 299.84 299.83 299.79 299.81 299.88 299.88 299.83 299.80 299.79 299.76 299.80 299.88 299.88
  299.88 299.86 299.72 299.72 299.62 299.86 299.97 299.95 299.88 299.91 299.85 299.87 299.84 299.84
  299.85 299.84 299.84 299.84 299.89 299.81 299.81 299.82 299.80 299.77 299.76 299.74 299.75 299.76
  299.91 299.92 299.89 299.86 299.88 299.72 299.84 299.85 299.85 299.78 299.89 299.84 299.78 299.81
  299.76 299.81 299.79 299.81 299.82 299.85 299.87 299.87 299.81 299.74 299.81 299.94 299.95 299.80
  299.81 299.87`);

/** Name, values, certified mean, sd and lag-1 autocorrelation, digits that float64 allows of each. */
const SETS: readonly (readonly [string, readonly number[], ...values: number[]])[] = [
  ["Lew", LEW, -177.435, 277.332168044316, -0.307304800605679, 14, 14, 14],
  ["Lottery", LOTTERY, 518.95871559633, 291.699727470969, -0.120948622967393, 14, 14, 14],
  ["Mavro", MAVRO, 2.001856, 0.000429123454003053, 0.937989183438248, 14, 12, 12],
  ["Michelso", MICHELSO, 299.8524, 0.0790105478190518, 0.535199668621283, 14, 13, 12],
  ["NumAcc1", [10000001, 10000003, 10000002], 10000002, 1, -0.5, 15, 15, 15],
  ["NumAcc2", alternating(1.2, 1.1, 1.3), 1.2, 0.1, -0.999, 15, 14, 13],
  ["NumAcc3", alternating(1000000.2, 1000000.1, 1000000.3), 1000000.2, 0.1, -0.999, 15, 9, 12],
  ["NumAcc4", alternating(10000000.2, 10000000.1, 10000000.3), 10000000.2, 0.1, -0.999, 15, 8, 10],
];

for (const [name, values, ...numbers] of SETS) {
  Deno.test(`the profile of NIST's ${name} has the certified mean, sd and autocorrelation`, async () => {
    const found = await statisticsOf(values);
    for (const [i, key] of (["mean", "sd", "autocorrelation_1"] as const).entries()) {
      const digits = digitsAgreed(found[key]!, numbers[i]!);
      assert.ok(digits >= numbers[i + 3]!, `${key}: ${found[key]}, ${digits} digits`);
    }
  });

  Deno.test(`the profile of NIST's ${name} is exact to 13 digits on the doubles as stored`, async () => {
    const found = await statisticsOf(values);
    const exact = exactStatistics(values);
    for (const key of ["mean", "sd", "autocorrelation_1"] as const) {
      const digits = digitsAgreed(found[key]!, exact[key]);
      assert.ok(digits >= 13, `${key}: ${found[key]} and ${exact[key]}, ${digits} digits`);
    }
  });
}

async function statisticsOf(values: readonly number[]) {
  const { artifacts } = await profile.run({ table: { x: values } });
  const [column]: ColumnStatistics[] = JSON.parse(artifacts.get("columns.json")!.text());
  return column!.numeric!;
}

/** −log10 of the relative error, 16 when there is none. */
function digitsAgreed(found: number, expected: number): number {
  const error = Math.abs(found - expected) / Math.abs(expected);
  return error === 0 ? 16 : -Math.log10(error);
}

/** The doubles as integers over one power of two, and all sums in integers. */
function exactStatistics(values: readonly number[]) {
  const SHIFT = 60n;
  const whole = values.map((value) => {
    // 2^52 times a double of this size is an integer, and so is 2^60 times it.
    const scaled = BigInt(value * 2 ** 52);
    assert.equal(Number(scaled) / 2 ** 52, value);
    return scaled << (SHIFT - 52n);
  });
  const n = BigInt(values.length);
  const sum = whole.reduce((total, x) => total + x);
  // n times each deviation from the mean.
  const deviations = whole.map((x) => n * x - sum);
  const squares = deviations.reduce((total, d) => total + d * d, 0n);
  const products = deviations.slice(1).reduce((total, d, t) => total + d * deviations[t]!, 0n);
  // The variance is squares / (n² (n − 1)) in units of 2^−120; 2^400 keeps 120 bits of its root.
  const variance = (squares << 400n) / (n * n * (n - 1n));
  return {
    mean: ratio(sum, n << SHIFT),
    sd: ratio(squareRoot(variance), 1n << (SHIFT + 200n)),
    autocorrelation_1: ratio(products, squares),
  };
}

/** The double nearest to a fraction, but for the last bits of a long one. */
function ratio(over: bigint, under: bigint): number {
  const scaled = (over << 200n) / under;
  return Number(scaled) / 2 ** 200;
}

function squareRoot(n: bigint): bigint {
  let root = 1n << BigInt(n.toString(2).length / 2 + 1 | 0);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function alternating(middle: number, low: number, high: number): number[] {
  return [middle, ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? low : high))];
}

function numbers(text: string): number[] {
  return text.trim().split(/\s+/).map(Number);
}
