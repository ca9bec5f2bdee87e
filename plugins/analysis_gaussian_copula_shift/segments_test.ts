import assert from "node:assert/strict";
import { createRng, midRanks, normalQuantile } from "harness/sdk";
import { tableOf } from "harness/testing";
import { NormalScores, ScoreTables } from "./normal_scores.ts";
import { productAutocorrelation } from "./product_autocorrelation.ts";
import { sampleSegments } from "./sample_segments.ts";
import { LEFT_OUT, segmentRows } from "./segment_rows.ts";

const rng = createRng("5e".repeat(32), "segments_test");

Deno.test("NormalScores.deal() scores each value by its mid-rank in its own part, ties and all", () => {
  for (let trial = 0; trial < 50; trial++) {
    const n = 2 + rng.int(40);
    const n1 = 1 + rng.int(n - 1);
    const values = Float64Array.from({ length: n }, () => trial % 2 ? rng.int(5) : rng.normal());
    const scores = new NormalScores(values, new ScoreTables(n1, n - n1));
    const slot = Int32Array.from(rng.permutation(n));
    scores.deal(slot);
    for (const [from, to] of [[0, n1], [n1, n]] as const) {
      const items = [...slot.keys()].filter((item) => slot[item]! >= from && slot[item]! < to);
      const ranks = midRanks(Float64Array.from(items, (item) => values[item]!));
      items.forEach((item, i) => {
        const wanted = normalQuantile(ranks[i]! / (to - from + 1));
        assert.equal(scores.scores[slot[item]!], wanted);
      });
    }
  }
});

Deno.test("NormalScores.deal() has no sum of squares where all values of a part are equal", () => {
  const scores = new NormalScores(Float64Array.of(3, 1, 3, 2, 3), new ScoreTables(3, 2));
  scores.deal(Int32Array.of(0, 3, 1, 4, 2));
  assert.equal(scores.before.squares, 0);
  assert.ok(scores.after.squares > 0);
});

Deno.test("segmentRows() puts the middle row of an odd number after the cut", () => {
  const table = tableOf({ x: [1.5, 2.5, 3.5] });
  assert.deepEqual([...segmentRows(table, { by: "halves" }).of_row], [0, 1, 1]);
  assert.deepEqual([...segmentRows(tableOf({ x: [] }), { by: "halves" }).of_row], []);
});

Deno.test("segmentRows() takes the smaller value as before, in whatever order the rows are", () => {
  const by = { by: "column", column: "s" } as const;
  const text = segmentRows(tableOf({ s: ["b", null, "a"] }), by);
  assert.deepEqual([...text.of_row], [1, LEFT_OUT, 0]);
  assert.deepEqual([text.before_is, text.after_is], ["s = a", "s = b"]);
  const numbers = segmentRows(tableOf({ s: [10.5, 9.5, null] }), by);
  assert.deepEqual([...numbers.of_row], [1, 0, LEFT_OUT]);
  const booleans = segmentRows(tableOf({ s: [true, false] }), by);
  assert.deepEqual([...booleans.of_row], [1, 0]);
});

Deno.test("segmentRows() cuts dates by days and timestamps by microseconds, in UTC", () => {
  const cut = (at: string) => ({ by: "time", column: "t", at }) as const;
  const dates = tableOf({ t: { type: "date", values: [19802, 19803, null, 19804] } });
  // 19802 is 2024-03-20.
  assert.deepEqual([...segmentRows(dates, cut("2024-03-21")).of_row], [0, 1, LEFT_OUT, 1]);
  const noon = 19802.5 * 86_400_000_000;
  const times = tableOf({ t: { type: "timestamp", values: [noon - 1, noon] } });
  for (const at of ["2024-03-20T12:00", "2024-03-20 12:00:00", "2024-03-20T12:00:00.000Z"]) {
    assert.deepEqual([...segmentRows(times, cut(at)).of_row], [0, 1], at);
  }
  for (const at of ["2024-13-19", "2024-03-19T25:00", "19 March 2024", "2024-03-19T12"]) {
    assert.throws(() => segmentRows(times, cut(at)), { code: "E_COPULA_SEGMENT" }, at);
  }
});

Deno.test("sampleSegments() keeps that many rows, each in its part, and all when there are few", () => {
  const segment = Uint8Array.from({ length: 1000 }, (_, row) => row % 7 === 0 ? LEFT_OUT : row % 2);
  const { segment: kept, sampled } = sampleSegments(segment, 300, rng.fork("sample"));
  assert.equal(sampled, 300);
  assert.equal(kept.filter((one) => one !== LEFT_OUT).length, 300);
  kept.forEach((one, row) => assert.ok(one === LEFT_OUT || one === segment[row]));
  assert.deepEqual(sampleSegments(segment, 1000, rng), { segment, sampled: null });
});

Deno.test("sampleSegments() leaves the smaller part whole, or half of the rows, whichever is less", () => {
  const sizes = (before: number, after: number) => {
    const segment = new Uint8Array(before + after).fill(1, before);
    const { segment: kept } = sampleSegments(segment, 101, rng.fork("sizes"));
    return [kept.filter((one) => one === 0).length, kept.filter((one) => one === 1).length];
  };
  assert.deepEqual(sizes(20, 3000), [20, 81]);
  assert.deepEqual(sizes(3000, 20), [81, 20]);
  assert.deepEqual(sizes(300, 3000), [50, 51]);
  assert.deepEqual(sizes(51, 51), [50, 51]);
});

Deno.test("productAutocorrelation() sees rows that come in pairs, and is near 0 for independent ones", () => {
  const n = 2000;
  const x = Float64Array.from({ length: n }, () => rng.normal());
  const y = Float64Array.from({ length: n }, () => rng.normal());
  const segment = new Uint8Array(n).fill(1, n / 2);
  assert.ok(Math.abs(productAutocorrelation(x, y, segment).autocorrelation!) < 0.1);
  const twice = (values: Float64Array) => values.map((_, row) => values[row - row % 2]!);
  const pairs = productAutocorrelation(twice(x), twice(y), segment);
  // Every other neighbour is a copy.
  assert.ok(Math.abs(pairs.autocorrelation! - 0.5) < 0.1);
  assert.equal(pairs.rows.length, n);
});

Deno.test("productAutocorrelation() counts complete rows of both parts only", () => {
  const x = Float64Array.of(1, 2, NaN, 4, 5, 6, 7, 8);
  const y = Float64Array.of(2, 1, 3, NaN, 6, 5, 8, 7);
  const segment = Uint8Array.of(0, 0, 0, 0, LEFT_OUT, 1, 1, 1);
  assert.deepEqual([...productAutocorrelation(x, y, segment).rows], [0, 1, 5, 6, 7]);
});
