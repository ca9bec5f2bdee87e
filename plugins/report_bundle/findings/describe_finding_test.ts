import assert from "node:assert/strict";
import { plainText } from "../document/plain_text.ts";
import { exampleFinding } from "../testing/example_report.ts";
import { describeFinding, hasSentence } from "./describe_finding.ts";

type Own = Record<string, unknown> & { kind: string };

const SENTENCES: readonly (readonly [string, Own, string])[] = [
  [
    "an anomaly",
    {
      kind: "anomaly",
      column: "price",
      row_index: 117,
      value: 940.2,
      predicted: 101.31,
      lower: 80,
      upper: 122.5,
    },
    "In row 117, price is 940.2, where the other columns lead to expect 101.3 (between 80 and 122.5).",
  ],
  [
    "an anomaly without a prediction",
    { kind: "anomaly", column: "price", row_index: 117, value: 940.2 },
    "In row 117, price is 940.2, which is out of the ordinary.",
  ],
  [
    "a changepoint with an onset",
    { kind: "changepoint", column: "flow", index: 40, onset_index: 28, time: "1899-01-01" },
    "flow changes from about row 28 on; the change is certain enough to report at row 40 (1899-01-01).",
  ],
  [
    "a changepoint with a probability",
    { kind: "changepoint", column: "flow", index: 28, time: 18990, prob: 0.9712 },
    "flow changes at row 28 (18990), with probability 0.9712.",
  ],
  [
    "a segment",
    {
      kind: "cluster",
      column: "flow",
      start: 28,
      end: 100,
      mean_inside: 849.97,
      mean_outside: 1097.75,
    },
    "flow is lower in rows 28–99 than elsewhere: on average 850 there, against 1098 in the rest.",
  ],
  [
    "a group",
    { kind: "cluster", cluster_id: 2, size: 340, columns: ["a", "b"], mean: [1.25, 3], sd: [1, 1] },
    "Group 2 holds 340 rows that are alike; on average a = 1.25 and b = 3.",
  ],
  [
    "a discovery",
    { kind: "feature_discovery", target: "y", feature: "x3", selected: true },
    "x3 helps to explain y, beyond what the other columns say.",
  ],
  [
    "what was not discovered",
    { kind: "feature_discovery", target: "y", feature: "x3", selected: false },
    "x3 was not found to say anything about y that the other columns do not.",
  ],
  [
    "an edge",
    { kind: "graph_edge", source: "a", target: "b", weight: 0.81234 },
    "In the estimated graph a acts on b with weight 0.8123; this is a model of the data, not proof of a cause.",
  ],
  [
    "a shift",
    { kind: "dependence_shift", pair: ["a", "b"], before: 0.8, after: -0.1, delta: -0.9 },
    "a and b go together differently: their correlation is 0.8 for the first part of the data and −0.1 for the second.",
  ],
  [
    "a shape",
    {
      kind: "topology",
      metric: "longest_loop",
      value: 1.5,
      birth: 0.25,
      death: 1.75,
      columns: ["a", "b"],
    },
    "The shape of the data in a and b: longest loop is 1.5, from distance 0.25 to 1.75.",
  ],
  [
    "personal data",
    { kind: "pii", column: "mail", pii_type: "email", share: 1 },
    "mail seems to hold personal data: e-mail addresses (100 % of it).",
  ],
  [
    "a constant column",
    { kind: "constant_column", column: "plant", value: 7, missing: 2 },
    "plant is the same in every row: 7, apart from 2 missing cells.",
  ],
  [
    "missing values",
    { kind: "high_missingness", column: "note", missing: 2295, share: 0.95625 },
    "note is missing in 2295 rows (95.6 %).",
  ],
  [
    "equal columns",
    { kind: "duplicate_columns", columns: ["a", "b"], columns_equal: 2 },
    "a and b are equal in every row: one of the two can go.",
  ],
  [
    "repeated rows",
    { kind: "duplicate_rows", rows_repeated: 1, largest_group: 2, share: 0.01 },
    "1 row repeats an earlier row in every column; the most frequent row occurs 2 times.",
  ],
  [
    "a column of another type",
    { kind: "suspicious_type", column: "n", type: "text", looks_like: "number", share: 0.9 },
    "n was read as text, but looks like numbers (90 % of its values).",
  ],
  [
    "a remark on a type",
    { kind: "type_note", columns: ["n"], type: "text", reason: "decimal_comma", example: "1,5" },
    "n was read as text: its numbers have decimal commas, for example 1,5.",
  ],
  [
    "dates that could be either",
    { kind: "ambiguous_dates", columns: ["d"], example: "03/04/2021" },
    "d was left as text: its dates could be day first or month first, for example 03/04/2021.",
  ],
  [
    "padded rows",
    { kind: "ragged_padded", columns: [], rows: 3 },
    "3 rows have fewer fields than the heading; the rest was left empty.",
  ],
  [
    "a heading that looks like data",
    { kind: "header_note", columns: [], header: true, values: 2 },
    "The first line was taken for the columns' names, though 2 cells of it look like data.",
  ],
  [
    "a renamed column",
    {
      kind: "renamed_column",
      columns: ["price_2"],
      position: 3,
      original: "price",
      reason: "duplicate",
    },
    "The column price is called price_2 here: its name was taken.",
  ],
  [
    "merged cells",
    { kind: "sheet_note", columns: [], reason: "merged_ranges", count: 2, example: "A1:B2" },
    "2 merged ranges of the sheet have a value in their first cell only, for example A1:B2.",
  ],
  [
    "a shift between named parts",
    {
      kind: "dependence_shift",
      pair: ["a", "b"],
      before: 0.8,
      after: -0.1,
      before_is: "rows 0 to 49",
      after_is: "rows 50 to 99",
    },
    "a and b go together differently: their correlation is 0.8 for rows 0 to 49 and −0.1 for rows 50 to 99.",
  ],
  [
    "a column that had no name",
    { kind: "renamed_column", columns: ["column_3"], position: 2, original: "", reason: "empty" },
    'The column "" is called column_3 here: it had no name.',
  ],
  [
    "a part that was not analysed",
    { kind: "not_applicable", measurement_type: "not_applicable", reason: "too few rows (3)." },
    "flow could not be analysed: too few rows (3).",
  ],
  [
    "a part that was not analysed for no reason",
    { kind: "anything", measurement_type: "error", columns: [] },
    "This part could not be analysed: no reason was given.",
  ],
  [
    "a kind nobody foresaw",
    { kind: "level_shift", size: 12.5, side: "left", nothing: null, list: [1] },
    "Level shift in flow: side = left, size = 12.5.",
  ],
  ["a kind without fields", { kind: "oddity", columns: [] }, "Oddity."],
  [
    "a known kind whose fields are of another shape",
    { kind: "cluster", where: "left" },
    "Cluster in flow: where = left.",
  ],
  ["a kind named like a method of every object", { kind: "constructor" }, "Constructor in flow."],
];

for (const [what, own, expected] of SENTENCES) {
  Deno.test(`describeFinding() of ${what}`, () => {
    assert.equal(plainText(describeFinding(exampleFinding(own))), expected);
  });
}

/** Every kind that a built-in plugin's output schema names, with the plugin that names it. */
function builtinKinds(): (readonly [string, string])[] {
  const plugins = new URL("../../", import.meta.url);
  const out: (readonly [string, string])[] = [];
  for (const { name, isDirectory } of Deno.readDirSync(plugins)) {
    if (!isDirectory || name.startsWith("_")) continue;
    const schema = JSON.parse(
      Deno.readTextFileSync(new URL(`${name}/output.schema.json`, plugins)),
    );
    for (const [kind, about] of Object.entries<Record<string, unknown>>(schema.$defs ?? {})) {
      if (about["x-identity"] !== undefined) out.push([name, kind]);
    }
  }
  return out;
}

for (const [plugin, kind] of builtinKinds()) {
  Deno.test(`kind ${kind} of ${plugin} has a sentence of its own`, () => {
    assert.ok(kind === "not_applicable" || hasSentence(kind));
  });
}
