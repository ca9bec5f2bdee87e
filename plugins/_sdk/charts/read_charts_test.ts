import assert from "node:assert/strict";
import type { ChartKind } from "./chart.ts";
import { readCharts } from "./read_charts.ts";
import { EXAMPLES } from "./testing/example_charts.ts";

Deno.test("readCharts() says what is wrong with a file that holds no charts", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["", "not a file of charts: it is not JSON"],
    ["[1", "not a file of charts: it is not JSON"],
    ["[]", "not a file of charts: the file is not an object"],
    ["null", "not a file of charts: the file is not an object"],
    ['{"charts": 3}', "not a file of charts: charts is not a list"],
    [
      JSON.stringify({ charts: Array(101).fill({}) }),
      "not a file of charts: charts has 101 items, at most 100",
    ],
  ];
  for (const [text, problem] of cases) {
    assert.deepEqual(readCharts(text), { charts: [], problems: [problem] });
  }
});

/** Each breaks one field of the example of its kind. */
// deno-lint-ignore no-explicit-any
const MUTATIONS: readonly (readonly [ChartKind, string, (chart: any) => void])[] = [
  ["line", "unknown kind", (c) => c.kind = "pie"],
  ["line", "unknown kind", (c) => c.kind = "constructor"],
  ["line", "title is not text", (c) => delete c.title],
  [
    "line",
    "description has 1101 characters, at most 1100",
    (c) => c.description = "x".repeat(1101),
  ],
  ["line", "columns is not a list", (c) => c.columns = "flow"],
  ["line", "x is not an object", (c) => c.x = "row"],
  ["line", "x.unit is none of number, row, share, date, timestamp", (c) => c.x.unit = "furlong"],
  ["line", "series has 9 items, at most 8", (c) => c.series = Array(9).fill(c.series[0])],
  ["line", "series.y has 99 items where 100 belong", (c) => c.series[0].y.pop()],
  ["line", "series.x is not a number", (c) => c.series[0].x[3] = "3"],
  ["line", "series.x is not a number", (c) => c.series[0].x[3] = null],
  ["line", "bands.end is not a number", (c) => c.bands[0].end = null],
  ["line", "marks.at is not a number", (c) => delete c.marks[0].at],
  ["scatter", "groups.y has 49 items where 50 belong", (c) => c.groups[0].y.pop()],
  ["scatter", "groups.name is not text", (c) => c.groups[0].name = 5],
  ["histogram", "edges has 5 items where 6 belong", (c) => c.edges.pop()],
  ["histogram", "counts has a negative number", (c) => c.counts[0] = -1],
  ["bars", "bars.value is not a number", (c) => c.bars[0].value = {}],
  ["bars", "bars has 101 items, at most 100", (c) => c.bars = Array(101).fill(c.bars[0])],
  ["heat_map", "values has 2 items where 3 belong", (c) => c.values.pop()],
  ["heat_map", "values has 2 items where 3 belong", (c) => c.values[1].pop()],
  ["graph", "edges.source is not the number of a node", (c) => c.edges[0].source = 5],
  ["graph", "edges.target is not the number of a node", (c) => c.edges[0].target = -1],
  ["graph", "edges.target is not the number of a node", (c) => c.edges[0].target = 0.5],
  ["graph", "edges.weight is not a number", (c) => c.edges[0].weight = "1"],
];

for (const [kind, problem, mutate] of MUTATIONS) {
  Deno.test(`readCharts() leaves out a ${kind} chart whose ${problem}, and keeps its neighbour`, () => {
    const broken = structuredClone(EXAMPLES[kind]);
    mutate(broken);
    const { charts, problems } = readCharts(JSON.stringify({ charts: [broken, EXAMPLES.bars] }));
    assert.deepEqual(problems, [`chart 1 cannot be drawn: ${problem}`]);
    assert.deepEqual(charts, [EXAMPLES.bars]);
  });
}

Deno.test("readCharts() keeps nothing that a chart does not have", () => {
  const extra = { ...EXAMPLES.bars, onload: "x", __proto__: { a: 1 } };
  const { charts } = readCharts(JSON.stringify({ charts: [extra] }));
  assert.deepEqual(charts, [EXAMPLES.bars]);
});
