import assert from "node:assert/strict";
import fc from "fast-check";
import { type DefaultTreeAdapterTypes as Tree, parseFragment } from "parse5";
import type { Chart, ChartKind } from "./chart.ts";
import { drawChart } from "./draw_chart.ts";
import { readCharts } from "./read_charts.ts";
import { EXAMPLES } from "./testing/example_charts.ts";

const KINDS = Object.keys(EXAMPLES) as ChartKind[];
const ELEMENTS = new Set(["svg", "title", "desc", "g", "path", "rect", "circle", "text"]);
const ATTRIBUTES = new Set([
  "xmlns",
  "viewBox",
  "role",
  "aria-labelledby",
  "font-family",
  "font-size",
  "fill",
  "id",
  "d",
  "x",
  "y",
  "width",
  "height",
  "cx",
  "cy",
  "r",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "fill-opacity",
  "text-anchor",
  "transform",
]);

function elements(svg: string): Tree.Element[] {
  const out: Tree.Element[] = [];
  const walk = (node: Tree.Node) => {
    if ("tagName" in node) out.push(node);
    if ("childNodes" in node) node.childNodes.forEach(walk);
  };
  walk(parseFragment(svg));
  return out;
}

function textOf(element: Tree.Element): string {
  return element.childNodes.map((node) => "value" in node ? node.value : "").join("");
}

function attribute(element: Tree.Element, name: string): number {
  return Number(element.attrs.find((a) => a.name === name)?.value);
}

for (const kind of KINDS) {
  Deno.test(`a ${kind} chart has a title and a description that name it`, () => {
    const chart = EXAMPLES[kind];
    const [svg, title, text] = elements(drawChart(chart, "c1").svg);
    assert.equal(svg!.attrs.find((a) => a.name === "role")!.value, "img");
    const named = svg!.attrs.find((a) => a.name === "aria-labelledby")!.value.split(" ");
    assert.deepEqual(named, [title, text].map((e) => e!.attrs.find((a) => a.name === "id")!.value));
    assert.equal(textOf(title!), chart.title);
    assert.equal(textOf(text!), chart.description);
  });

  Deno.test(`a ${kind} chart has only shapes and texts, no style, script or address`, () => {
    for (const element of elements(drawChart(EXAMPLES[kind], "c1").svg)) {
      assert.ok(ELEMENTS.has(element.tagName), element.tagName);
      for (const { name, value } of element.attrs) {
        assert.ok(ATTRIBUTES.has(name), name);
        assert.doesNotMatch(value, /NaN|Infinity|undefined|url\(/, name);
      }
    }
  });

  Deno.test(`a ${kind} chart's table has as many cells in every row as headings`, () => {
    const { head, rows } = drawChart(EXAMPLES[kind], "c1").table;
    assert.ok(rows.length > 0);
    for (const row of rows) assert.equal(row.length, head.length);
  });

  Deno.test(`a ${kind} chart is read back as it was written`, () => {
    const chart = EXAMPLES[kind];
    const { charts, problems } = readCharts(JSON.stringify({ charts: [chart] }));
    assert.deepEqual(problems, []);
    assert.deepEqual(charts, [chart]);
  });

  Deno.test(`no text of a ${kind} chart becomes markup`, () => {
    const expected = elements(drawChart(EXAMPLES[kind], "c1").svg).map((e) => e.tagName);
    const payload = '<script>x</script>"\' onload="x" </text></svg><!--';
    const hostile = JSON.parse(
      JSON.stringify(EXAMPLES[kind]),
      (key, value) =>
        typeof value === "string" && key !== "kind" && key !== "unit" ? payload : value,
    ) as Chart;
    const tags = elements(drawChart(hostile, "c1").svg).map((e) => e.tagName);
    assert.deepEqual(tags, expected);
  });
}

/** Any number a stranger may send, the awkward ones often. */
const ANY_NUMBER = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 5e-324, 1e-300, 1e300, -1e300, Number.MAX_VALUE, 2 ** 53, 0.1),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

Deno.test("whatever numbers a chart holds, it is drawn inside its frame without NaN", () => {
  const about = { title: "t", description: "d", columns: [] };
  const chart = fc.record({
    n: fc.array(ANY_NUMBER, { maxLength: 12 }),
    m: fc.array(fc.option(ANY_NUMBER), { minLength: 12, maxLength: 12 }),
    unit: fc.constantFrom("number", "row", "share", "date", "timestamp"),
  }).map(({ n, m, unit }): Chart[] => {
    const x = { label: "x", unit } as const;
    const y = m.slice(0, n.length);
    const full = y.map((v) => v ?? 0);
    return [
      {
        ...about,
        kind: "line",
        x,
        y: x,
        series: [{ name: "s", x: n, y }],
        bands: [],
        marks: n.slice(0, 5).map((at) => ({ at, label: "m" })),
      },
      { ...about, kind: "scatter", x, y: x, groups: [{ name: "g", x: n, y: full }] },
      { ...about, kind: "bars", value: x, bars: n.map((value) => ({ label: "b", value })) },
      { ...about, kind: "heat_map", rows: ["r"], across: n.map(() => "a"), values: [y] },
    ];
  });
  fc.assert(
    fc.property(chart, (charts) => {
      for (const one of charts) {
        for (const element of elements(drawChart(one, "c").svg)) {
          for (const { value } of element.attrs) assert.doesNotMatch(value, /NaN|Infinity/);
          if (element.tagName !== "rect" && element.tagName !== "text") continue;
          const x = attribute(element, "x");
          if (!Number.isNaN(x)) assert.ok(x >= -1 && x <= 721, `x = ${x}`);
          if (element.tagName === "rect") {
            assert.ok(attribute(element, "width") >= 0 && x + attribute(element, "width") <= 722);
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("a line chart breaks where values are missing and dots lone points", () => {
  const chart = EXAMPLES.line;
  assert.ok(chart.kind === "line");
  const svg = drawChart({
    ...chart,
    series: [{ name: "s", x: [0, 1, 2, 3, 4], y: [1, 2, null, 4, null] }],
    bands: [],
    marks: [],
  }, "c").svg;
  const path = elements(svg).find((e) => e.attrs.some((a) => a.name === "stroke-linejoin"))!;
  assert.match(path.attrs.find((a) => a.name === "d")!.value, /^M[^ML]+L[^ML]+M[^ML]+$/);
});

Deno.test("a bar is as long as its value", () => {
  const svg = drawChart({
    ...EXAMPLES.bars,
    bars: [{ label: "a", value: 1 }, { label: "b", value: 2 }, { label: "c", value: 0 }],
  } as Chart, "c").svg;
  const widths = elements(svg).filter((e) => e.tagName === "rect").map((e) =>
    attribute(e, "width")
  );
  assert.ok(Math.abs(widths[1]! / widths[0]! - 2) < 0.01, widths.join());
  assert.ok(widths[2]! <= 0.5);
});

Deno.test("a heat map of many columns writes only numbers that fit and keeps its names inside", () => {
  const names = Array.from({ length: 13 }, (_, i) => `column_with_name_${i}`);
  const values = names.map((_, r) =>
    names.map((_, c) => r === c ? null : r + c === 5 ? -1.4973 : 0.000253)
  );
  const { svg } = drawChart({
    ...EXAMPLES.heat_map,
    columns: names,
    rows: names,
    across: names,
    values,
  }, "many");
  const texts = [...svg.matchAll(/text-anchor="middle">([^<]*)</g)].map((match) => match[1]);
  assert.deepEqual(new Set(texts), new Set(["0", "−1.5"]));
  const last = /translate\(([\d.]+) [\d.]+\) rotate\(-45\)">column_with_name_12</.exec(svg)!;
  assert.ok(Number(last[1]) + Math.SQRT1_2 * 19 * 7.9 < 720);
});
