import assert from "node:assert/strict";
import { SourceError } from "../diagnostics/errors.ts";
import { loadTruth } from "./load_truth.ts";

/** `line:column message | fix` of everything wrong with a truth file. */
function problems(text: string): string[] {
  try {
    loadTruth(text, "t.yaml");
  } catch (error) {
    assert.ok(error instanceof SourceError, String(error));
    assert.ok(error.problems.every(({ code }) => code === "E_TRUTH_INVALID"));
    return error.problems.map(({ line, column, message, fix }) =>
      `${line}:${column} ${message}${fix === "" ? "" : ` | ${fix}`}`
    );
  }
  return [];
}

const WRONG: readonly [text: string, expected: readonly string[]][] = [
  ["inptu: a.csv", ['1:1 unknown key "inptu" | write "input"']],
  ["plugins: al", ['1:10 plugins must be "auto" or "all", not "al" | write "all"']],
  ["plugins: [Scan]", ["1:11 plugins 1 is not a plugin id"]],
  ["seed: -1", ["1:7 seed must be at least 0, not -1"]],
  ["seed: 1.5", ["1:7 seed must be a whole number, not 1.5"]],
  ["strict: yes", ['1:9 strict must be true or false, not "yes"']],
  ["settings: { a: 3 }", ["1:16 a must be a mapping, not 3"]],
  [
    "expected_findings:\n  - kind: x\n    wehre: {}",
    ['3:5 unknown key "wehre" | write "where"'],
  ],
  [
    "expected_findings:\n  - kind: x\n    zzz: 1",
    [
      '3:5 unknown key "zzz" | known keys: plugin_id, kind, where, contains, min_count, ' +
      "max_count, note",
    ],
  ],
  [
    "expected_findings: [{}]",
    ["1:21 expected_findings 1 fits every finding: name a plugin_id, a kind or a condition"],
  ],
  [
    "expected_findings: [{ where: {}, contains: {} }]",
    ["1:21 expected_findings 1 fits every finding: name a plugin_id, a kind or a condition"],
  ],
  [
    "expected_findings: [{ kind: x, min_count: 0 }]",
    ["1:43 min_count is 0 and there is no max_count, so this checks nothing"],
  ],
  [
    "changepoints: [{ at: [3], min_hits: 0 }]",
    ["1:37 min_hits is 0 and there is no max_extra, so this checks nothing"],
  ],
  [
    "changepoints: [{ at: [3, 3], min_hits: 2 }]",
    ["1:40 min_hits is more than the 1 listed"],
  ],
  [
    "dependence_shift_pairs: [{ pairs: [[a, b], [b, a]], min_hits: 2 }]",
    ["1:63 min_hits is more than the 1 listed"],
  ],
  [
    "expected_findings: [{ kind: x, contains: { note: '' } }]",
    ["1:50 note is empty text, which every text has"],
  ],
  [
    "budgets: [{ plugin_id: p, where: {} }]",
    ["1:34 where is empty, so this checks nothing"],
  ],
  [
    "expected_findings: [{ kind: x, max_count: 0 }]",
    ["1:43 max_count is less than min_count, which is 1 when absent"],
  ],
  [
    "expected_findings: [{ kind: x, where: { a: { eqals: 1 } } }]",
    ['1:46 unknown key "eqals" | write "equals"'],
  ],
  [
    "expected_findings: [{ kind: x, where: { a: { absolute: 1 } } }]",
    ["1:44 a names no operator, such as equals"],
  ],
  [
    "expected_findings: [{ kind: x, where: { a: { at_least: 1, margin: 2 } } }]",
    ["1:67 margin is a tolerance, which only equals takes"],
  ],
  [
    "expected_findings: [{ kind: x, where: { a: { at_least: '3' } } }]",
    ['1:56 at_least must be a number, not "3"'],
  ],
  [
    "expected_findings: [{ kind: x, where: { a..b: 1 } }]",
    ["1:41 a..b is not a dotted path: it has an empty step"],
  ],
  ["expected_metrics: { p.m: { between: [2, 1] } }", ["1:37 between has its ends swapped"]],
  ["changepoints: [{ at: [1], margn: 2 }]", ['1:27 unknown key "margn" | write "margin"']],
  ["changepoints: [{ margin: 2 }]", ["1:16 at is missing"]],
  ["changepoints: [{ at: [1.5] }]", ["1:23 at 1 must be a whole number, not 1.5"]],
  ["changepoints: [{ at: [1], min_hits: 2 }]", ["1:37 min_hits is more than the 1 listed"]],
  [
    "anomalies: [{ rows: [] }]",
    ["1:13 anomalies 1 checks nothing: list something, or max_extra"],
  ],
  [
    "dependence_shift_pairs: [{ pairs: [[a]] }]",
    ["1:36 pairs 1 must have at least 2 items"],
  ],
  [
    "scores: [{ of: changepoint, plugin_id: p, f1: 1 }]",
    [
      '1:16 of must be "changepoints" or "anomalies" or "features" or ' +
      '"dependence_shift_pairs", not "changepoint" | write "changepoints"',
    ],
  ],
  [
    "scores: [{ of: features, plugin_id: p, names: [] }]",
    ["1:10 scores 1 asks for no score, such as f1"],
  ],
  [
    "scores: [{ of: features, plugin_id: p, names: [a], f1: 2 }]",
    ["1:56 f1 must be at most 1, not 2"],
  ],
  [
    "scores: [{ of: features, plugin_id: p, names: [a], covering: 1 }]",
    [
      '1:52 unknown key "covering" | known keys: of, plugin_id, where, note, precision, recall, ' +
      "f1, target, names",
    ],
  ],
  ["evidence: [{ kind: x }]", ["1:12 evidence 1 lacks must_cite or must_not_cite"]],
  [
    "evidence: [{ kind: x, must_cite: [{ start: 3, end: 3 }] }]",
    ["1:35 must_cite 1 is empty: end is exclusive"],
  ],
  ["evidence: [{ kind: x, must_cite: [{ start: 3 }] }]", ["1:35 end is missing"]],
  ["budgets: [{ plugin_id: p }]", ["1:11 where is missing"]],
  ["[1, 2]", ["1:1 the file must be a mapping, not [1,2]"]],
];

Deno.test("loadTruth() names what is wrong, where, and what to write", () => {
  for (const [text, expected] of WRONG) assert.deepEqual(problems(text), expected, text);
});

Deno.test("loadTruth() names everything that is wrong, in the order of the file", () => {
  assert.equal(problems("a: 1\nb: 2\nseed: x").length, 3);
  assert.match(problems("a: 1\nb: 2\nseed: x")[2]!, /^3:7 /);
});

Deno.test("loadTruth() reads what a run needs, and where entries stand", () => {
  const truth = loadTruth(
    "input: demo.csv\nplugins: [a, b]\nsettings: { a: { x: [1] } }\nseed: 7\n" +
      "expected_findings:\n  - kind: x\n  - kind: y\n",
    "t.yaml",
  );
  const { input, plugins, settings, seed } = truth.spec;
  assert.deepEqual({ input, plugins, settings, seed }, {
    input: "demo.csv",
    plugins: ["a", "b"],
    settings: { a: { x: [1] } },
    seed: 7,
  });
  assert.deepEqual(truth.locate("/expected_findings/1"), { line: 7, column: 5 });
});

Deno.test("loadTruth() refuses what is no YAML with its place", () => {
  assert.throws(() => loadTruth("a: [1", "t.yaml"), { code: "E_SOURCE_SYNTAX" });
  assert.throws(() => loadTruth("seed: 1\nseed: 2", "t.yaml"), { code: "E_SOURCE_DUPLICATE_KEY" });
  assert.throws(() => loadTruth("seed: .nan", "t.yaml"), { code: "E_SOURCE_VALUE" });
});
