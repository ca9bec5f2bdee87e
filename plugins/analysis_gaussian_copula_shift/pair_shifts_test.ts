import assert from "node:assert/strict";
import { createRng, midRanks, normalQuantile, pearson, type Rng } from "harness/sdk";
import { dealRows } from "./deal_rows.ts";
import { fisherShift } from "./fisher_shift.ts";
import { type PairShift, pairShifts } from "./pair_shifts.ts";

const OPTIONS = { n_permutations: 99, max_permutations: 99, alpha: 0.05, min_rows: 4 };
const TRIALS = 500;
/** 500 trials at level 0.05: 25 expected, and 10 to 43 with probability 0.999. */
const LEVEL_BOUNDS = [10, 43] as const;

function stream(...purpose: string[]): Rng {
  return createRng("c0".repeat(32), "pair_shifts_test", ...purpose);
}

function halves(n: number, before = n >> 1): Uint8Array {
  return new Uint8Array(n).fill(1, before);
}

/** Two columns with correlation rho before row `cut` and `then` from there on. */
function correlated(rng: Rng, n: number, rho: number, cut = n, then = rho): Float64Array[] {
  const x = Float64Array.from({ length: n }, () => rng.normal());
  const y = Float64Array.from(x, (value, row) => {
    const r = row < cut ? rho : then;
    return r * value + Math.sqrt(1 - r * r) * rng.normal();
  });
  return [x, y];
}

/** The correlation of normal scores, as it is defined and in no hurry. */
function scoreCorrelation(x: readonly number[], y: readonly number[]): number {
  const scores = (values: readonly number[]) =>
    midRanks(Float64Array.from(values)).map((rank) => normalQuantile(rank / (values.length + 1)));
  return pearson(scores(x), scores(y));
}

function assertAtLevel(rejected: number, about: string): void {
  assert.ok(
    rejected >= LEVEL_BOUNDS[0] && rejected <= LEVEL_BOUNDS[1],
    `${about}: ${rejected} of ${TRIALS} rejected at 0.05`,
  );
}

function rejections(
  make: (rng: Rng) => Float64Array[],
  cut: number,
  p: (pair: PairShift) => number = (pair) => pair.p_value!,
): number {
  let rejected = 0;
  for (let i = 0; i < TRIALS; i++) {
    const columns = make(stream("data", String(i)));
    const segment = halves(columns[0]!.length, cut);
    const { pairs } = pairShifts(columns, segment, OPTIONS, stream("plugin", String(i)));
    if (pairs.some((pair) => p(pair) <= 0.05)) rejected++;
  }
  return rejected;
}

Deno.test("pairShifts() gives the correlations and the shift that the definition gives", () => {
  const rng = stream("oracle");
  for (let trial = 0; trial < 40; trial++) {
    const n = 12 + rng.int(60);
    const columns = correlated(rng, n, 0.6).map((values) =>
      // Ties, and cells that are missing, in half of the trials.
      trial % 2 ? values : values.map((x) => rng.int(9) === 0 ? NaN : Math.round(x * 2))
    );
    const segment = Uint8Array.from({ length: n }, () => rng.int(5) === 0 ? 2 : rng.int(2));
    const options = { ...OPTIONS, n_permutations: 1, max_permutations: 1 };
    const { pairs: [pair] } = pairShifts(columns, segment, options, rng);
    const [x, y] = columns as [Float64Array, Float64Array];
    const rows = [...x.keys()].filter((row) => !Number.isNaN(x[row]! + y[row]!));
    const of = (label: number) => rows.filter((row) => segment[row] === label);
    assert.deepEqual([pair!.n_before, pair!.n_after], [of(0).length, of(1).length]);
    if (pair!.reason !== null) continue;
    const [before, after] = [0, 1].map((label) =>
      scoreCorrelation(of(label).map((row) => x[row]!), of(label).map((row) => y[row]!))
    ) as [number, number];
    assert.ok(Math.abs(pair!.before! - before) < 1e-12);
    assert.ok(Math.abs(pair!.after! - after) < 1e-12);
    const z = fisherShift(before, after, pair!.n_before, pair!.n_after);
    assert.ok(Math.abs(pair!.z! - z) < 1e-9);
  }
});

Deno.test("pairShifts() gives the p-value of a full recount of its permutations", () => {
  const rng = stream("recount");
  const columns = [...correlated(rng, 40, 0.2, 20, 0.6), ...correlated(rng, 40, 0.5)];
  // Without gaps only the dealing counts, with gaps the whole order of the rows.
  recount(columns, halves(40), (order, deals) => dealRows(order, 20, deals));
  recount(columns, halves(40, 11), (order, deals) => dealRows(order, 11, deals));
  columns[3]![7] = NaN;
  columns[3]![33] = NaN;
  // Of the two rounds only the first has pairs with gaps.
  recount(
    columns,
    halves(40),
    (order, deals, b) => b < 99 ? deals.shuffle(order) : dealRows(order, 20, deals),
  );
});

/** The same permutations as pairShifts() draws, every pair scored from nothing on each of them. */
function recount(
  columns: readonly Float64Array[],
  segment: Uint8Array,
  deal: (order: Uint32Array, deals: Rng, b: number) => void,
): void {
  const options = { ...OPTIONS, max_permutations: 240 };
  const { pairs: found, permutations } = pairShifts(columns, segment, options, stream("deal"));
  assert.equal(permutations, 240, "6 pairs at 0.05: 2 × 6 / 0.05");
  const deals = stream("deal");
  const order = deals.permutation(40);
  const reached = found.map(() => [0, 0]);
  const reachedByLargest = found.map(() => 0);
  for (let b = 0; b < permutations; b++) {
    if (b > 0) deal(order, deals, b);
    const statistics = found.map((pair) => Math.abs(dealtShift(pair, columns, segment, order)));
    const largest = Math.max(...statistics);
    found.forEach(({ z }, i) => {
      const level = Math.abs(z!) * (1 - 1e-9);
      if (statistics[i]! >= level) reached[i]![b < 99 ? 0 : 1]!++;
      if (b < 99 && largest >= level) reachedByLargest[i]!++;
    });
  }
  const rounds = reached.map(([first]) => first! < 10 ? 2 : 1);
  assert.deepEqual(new Set(rounds), new Set([1, 2]), "both ways are looked at");
  assert.deepEqual(found.map((pair) => pair.permutations), rounds.map((n) => n === 1 ? 99 : 240));
  assert.deepEqual(
    found.map((pair) => pair.p_value),
    reached.map(([first, then]) => first! < 10 ? (1 + first! + then!) / 241 : (1 + first!) / 100),
  );
  assert.deepEqual(
    found.map((pair) => pair.p_value_family),
    reachedByLargest.map((count) => (1 + count) / 100),
  );
}

/** The shift of a pair when the rows are dealt in this order, as it is defined and in no hurry. */
function dealtShift(
  { a, b, n_before, n_after }: PairShift,
  columns: readonly Float64Array[],
  segment: Uint8Array,
  order: Uint32Array,
): number {
  const complete = (row: number) =>
    !Number.isNaN(columns[a]![row]!) && !Number.isNaN(columns[b]![row]!);
  const rows = [...columns[a]!.keys()].filter(complete);
  const observedScores = (column: Float64Array) => {
    const out = new Map<number, number>();
    for (const label of [0, 1]) {
      const own = rows.filter((row) => segment[row] === label);
      const ranks = midRanks(Float64Array.from(own, (row) => column[row]!));
      own.forEach((row, i) => out.set(row, normalQuantile(ranks[i]! / (own.length + 1))));
    }
    return out;
  };
  const x = observedScores(columns[a]!);
  const y = observedScores(columns[b]!);
  const dealt = [...order].filter(complete);
  const part = (from: number, to: number) =>
    scoreCorrelation(
      dealt.slice(from, to).map((row) => x.get(row)!),
      dealt.slice(from, to).map((row) => y.get(row)!),
    );
  return fisherShift(part(0, n_before), part(n_before, n_before + n_after), n_before, n_after);
}

Deno.test("pairShifts() rejects at its level when nothing changes", () => {
  assertAtLevel(rejections((rng) => correlated(rng, 60, 0), 30), "independent");
  assertAtLevel(rejections((rng) => correlated(rng, 60, 0.8), 30), "correlated");
  assertAtLevel(rejections((rng) => correlated(rng, 80, 0.8), 16), "unequal segments");
});

Deno.test("pairShifts() rejects at its level when the columns' own distributions shift", () => {
  const shifted = (rng: Rng) => {
    const [x, y] = correlated(rng, 60, 0.7) as [Float64Array, Float64Array];
    return [
      x.map((value, row) => row < 30 ? value : Math.exp(3 * value) + 50),
      y.map((value, row) => row < 30 ? value : value / 100 - 7),
    ];
  };
  assertAtLevel(rejections(shifted, 30), "shifted margins");
});

Deno.test("pairShifts() rejects at its level when the dependence is anything but Gaussian", () => {
  // Heavy joint tails: a common scale makes both large together.
  const heavy = (rng: Rng) => {
    const [x, y] = correlated(rng, 80, 0.5) as [Float64Array, Float64Array];
    const scale = x.map(() => 1 / Math.sqrt(rng.gamma(1)));
    return [x.map((value, i) => value * scale[i]!), y.map((value, i) => value * scale[i]!)];
  };
  assertAtLevel(rejections(heavy, 40), "heavy tails, equal segments");
  assertAtLevel(rejections(heavy, 20), "heavy tails, unequal segments");
});

Deno.test("pairShifts() keeps its level for values full of ties and cells that are missing", () => {
  const coarse = (rng: Rng) =>
    correlated(rng, 80, 0.5).map((values) =>
      values.map((x) => rng.int(8) === 0 ? NaN : Math.round(x))
    );
  assertAtLevel(rejections(coarse, 40), "ties and gaps");
});

Deno.test("pairShifts() keeps the chance of any false alarm among many pairs at its level", () => {
  const many = (rng: Rng) => {
    const common = Float64Array.from({ length: 60 }, () => rng.normal());
    return Array.from({ length: 6 }, () => common.map((x) => x + rng.normal()));
  };
  const family = rejections(many, 30, (pair) => pair.p_value_family!);
  assertAtLevel(family, "15 dependent pairs");
  const single = rejections(many, 30);
  assert.ok(single > 2 * LEVEL_BOUNDS[1], `unadjusted: ${single}, or nothing was adjusted`);
});

Deno.test("pairShifts() keeps that level for the pairs that do not change beside one that does", () => {
  const one = (rng: Rng) => [...correlated(rng, 80, 0.8, 40, -0.8), ...correlated(rng, 80, 0.5)];
  const changed = (pair: PairShift) => pair.a === 0 && pair.b === 1;
  const rejected = rejections(one, 40, (pair) => changed(pair) ? 1 : pair.p_value_family!);
  assert.ok(rejected <= LEVEL_BOUNDS[1], `${rejected} of ${TRIALS}`);
});

Deno.test("pairShifts() rejects at its level with p-values of one round and of two", () => {
  // A tenth of the pairs goes on to the second round: thresholds on either side of that.
  const options = { ...OPTIONS, n_permutations: 99, max_permutations: 400 };
  const trials = 1500;
  const p = Array.from({ length: trials }, (_, i) => {
    const columns = correlated(stream("two rounds", String(i)), 30, 0.3);
    const { pairs } = pairShifts(columns, halves(30), { ...options, alpha: 0.005 }, stream(`${i}`));
    return pairs[0]!;
  });
  assert.ok(
    p.some((pair) => pair.permutations === 99) && p.some((pair) => pair.permutations === 400),
  );
  for (const level of [0.02, 0.05, 0.1, 0.2, 0.5]) {
    const rejected = p.filter((pair) => pair.p_value! <= level).length;
    const sd = Math.sqrt(trials * level * (1 - level));
    assert.ok(Math.abs(rejected - trials * level) <= 3.5 * sd, `${rejected} at ${level}`);
  }
});

Deno.test("pairShifts() leaves out rows of neither segment as if they were not there", () => {
  const columns = correlated(stream("left out"), 60, 0.2, 30, 0.7);
  const segment = Uint8Array.from({ length: 60 }, (_, row) => row % 4 === 1 ? 2 : row < 30 ? 0 : 1);
  const kept = columns.map((values) => values.filter((_, row) => row % 4 !== 1));
  assert.deepEqual(
    pairShifts(columns, segment, OPTIONS, stream("same")),
    pairShifts(kept, segment.filter((one) => one !== 2), OPTIONS, stream("same")),
  );
});

Deno.test("dealRows() makes every dealing as likely as any other, whatever the order was", () => {
  const rng = stream("deals");
  for (const before of [2, 3]) {
    const order = Uint32Array.of(0, 1, 2, 3, 4);
    const seen = new Map<string, number>();
    for (let i = 0; i < 5000; i++) {
      dealRows(order, before, rng);
      const first = [...order.subarray(0, before)].sort().join("");
      seen.set(first, (seen.get(first) ?? 0) + 1);
      assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4]);
    }
    assert.equal(seen.size, 10);
    // 500 of each are expected, with a standard deviation of 21.
    for (const count of seen.values()) assert.ok(Math.abs(count - 500) < 95, `${count}`);
  }
});

Deno.test("pairShifts() finds a change from 0 to 0.6 in 120 rows", () => {
  // atanh 0.6 is 0.69; its standard error √(2/57) = 0.187: 3.7 standard errors.
  const found = rejections((rng) => correlated(rng, 120, 0, 60, 0.6), 60);
  assert.ok(found >= 0.93 * TRIALS, `${found} of ${TRIALS}`);
});

Deno.test("pairShifts() does not see what monotone functions do to a column of a segment", () => {
  const rng = stream("monotone");
  const columns = correlated(rng, 50, 0.4, 25, 0.8);
  const bent = columns.map((values) =>
    values.map((x, row) => row < 25 ? x ** 3 * 1e300 : Math.atan(x) * 1e-300)
  );
  const plain = pairShifts(columns, halves(50), OPTIONS, stream("same"));
  assert.deepEqual(pairShifts(bent, halves(50), OPTIONS, stream("same")), plain);
});

Deno.test("pairShifts() finds no shift between columns that are each other's copy", () => {
  const [x] = correlated(stream("copies"), 50, 0);
  const { pairs: [pair] } = pairShifts([x!, x!], halves(50, 20), OPTIONS, stream("copies", "deal"));
  assert.deepEqual([pair!.z, pair!.p_value, pair!.p_value_family], [0, 1, 1]);
});

Deno.test("pairShifts() says why a pair cannot be tested", () => {
  const n = 20;
  const some = Float64Array.from({ length: n }, (_, row) => (row * 7) % 11);
  const constantAfter = some.map((x, row) => row < 10 ? x : 3);
  const fewBefore = some.map((x, row) => row < 7 ? NaN : x);
  const empty = new Float64Array(n).fill(NaN);
  const columns = [some, constantAfter, fewBefore, empty];
  const reasons = pairShifts(columns, halves(n), OPTIONS, stream("edges")).pairs.map((pair) => [
    pair.a,
    pair.b,
    pair.reason,
  ]);
  assert.deepEqual(reasons, [
    [0, 1, "one of the columns is constant after the cut"],
    [0, 2, "3 rows before and 10 after are complete: 4 of each are needed"],
    [0, 3, "0 rows before and 0 after are complete: 4 of each are needed"],
    [1, 2, "3 rows before and 10 after are complete: 4 of each are needed"],
    [1, 3, "0 rows before and 0 after are complete: 4 of each are needed"],
    [2, 3, "0 rows before and 0 after are complete: 4 of each are needed"],
  ]);
  const none = { pairs: [], permutations_first: 0, permutations: 0 };
  assert.deepEqual(pairShifts([], halves(n), OPTIONS, stream("none")), none);
  assert.deepEqual(pairShifts([some], halves(n), OPTIONS, stream("one")), none);
});

Deno.test("pairShifts() draws as many permutations as one pair of many needs, within bounds", () => {
  const rng = stream("many");
  const columns = Array.from({ length: 5 }, () => correlated(rng, 12, 0)[0]!);
  const drawn = (n_permutations: number, max_permutations: number) =>
    pairShifts(columns, halves(12), { ...OPTIONS, n_permutations, max_permutations }, rng)
      .permutations;
  // 10 pairs at 0.05: 2 × 10 / 0.05.
  assert.equal(drawn(99, 9999), 400);
  assert.equal(drawn(99, 300), 300);
  assert.equal(drawn(500, 9999), 500);
  assert.equal(drawn(99, 19), 99);
});

Deno.test("fisherShift() is the difference of two atanh in standard errors, and always finite", () => {
  const se = Math.sqrt(1 / 17 + 1 / 27);
  assert.ok(
    Math.abs(fisherShift(0.3, 0.8, 20, 30) - (1.0986122886681098 - 0.3095196042031117) / se) <
      1e-12,
  );
  assert.equal(fisherShift(1, 1, 20, 30), 0);
  assert.equal(fisherShift(0.35355339059327373, 0.3535533905932738, 12, 12), 0, "but for rounding");
  const flip = fisherShift(-1, 1, 20, 30);
  assert.ok(flip > 0 && Number.isFinite(flip));
  assert.equal(fisherShift(1, -1, 20, 30), -flip);
});
