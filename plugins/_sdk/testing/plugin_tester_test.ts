import assert from "node:assert/strict";
import { type PluginContext, type PluginFinding, type PluginResult, roleOf } from "../mod.ts";
import { definePlugin, type PluginModule } from "../define_plugin.ts";
import { testPlugin } from "./plugin_tester.ts";
import { BadTestError, type PluginTests } from "./plugin_tests.ts";

const folder = `${Deno.makeTempDirSync({ prefix: "plugin_tester_" })}/peaks`;
Deno.mkdirSync(folder);
Deno.writeTextFileSync(
  `${folder}/plugin.yaml`,
  `id: peaks
type: analysis
config_schema: config.schema.json
output_schema: output.schema.json
settings:
  description: none
  defaults: { limit: 5, max_columns: 20, max_rows: 1000, max_findings: 50 }
`,
);
Deno.writeTextFileSync(
  `${folder}/config.schema.json`,
  JSON.stringify({
    type: "object",
    additionalProperties: false,
    properties: {
      limit: { type: "number" },
      max_columns: { type: "integer", minimum: 1 },
      max_rows: { type: "integer", minimum: 4 },
      max_findings: { type: "integer" },
    },
  }),
);
writeOutputSchema({});
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

/** The plugin's output schema; `more` are properties of its one kind. */
function writeOutputSchema(more: Record<string, unknown>): void {
  const items = {
    type: "object",
    required: ["kind"],
    discriminator: { propertyName: "kind" },
    oneOf: [{ $ref: "#/$defs/peak" }],
  };
  const properties = { kind: { const: "peak" }, ...more };
  Deno.writeTextFileSync(
    `${folder}/output.schema.json`,
    JSON.stringify({
      type: "object",
      properties: { findings: { type: "array", items } },
      $defs: {
        peak: {
          type: "object",
          "x-identity": ["column", "row_index"],
          required: ["kind"],
          properties,
        },
      },
    }),
  );
}

interface Settings {
  readonly limit: number;
  readonly max_columns: number;
  readonly max_rows: number;
  readonly max_findings: number;
}

type Context = PluginContext<Settings>;

/** Values above the limit, best first: a plugin that keeps every rule. */
function findPeaks({ table, settings, upstream }: Context): PluginResult {
  const findings: PluginFinding[] = [];
  const columns = table.columns.filter(({ name, type }) =>
    type === "float64" && roleOf(upstream, name)?.role !== "id"
  );
  const sampled = table.rows > settings.max_rows;
  for (const { name } of columns.slice(0, settings.max_columns)) {
    const { values, rows } = table.present(name);
    values.forEach((value, i) => {
      if (!(value > settings.limit && i < settings.max_rows)) return;
      const row = rows[i]!;
      findings.push({
        kind: "peak",
        measurement_type: "measured",
        score: value,
        columns: [name],
        column: name,
        row_index: row,
        evidence: { row_ids: [row] },
      });
    });
  }
  const name = ({ columns }: PluginFinding) => columns[0]!;
  findings.sort((a, b) => b.score! - a.score! || (name(a) < name(b) ? -1 : 1));
  return {
    status: findings.length > 0 ? "ok" : "skipped",
    summary: `${findings.length} peaks${sampled ? " in a sample" : ""}.`,
    budget: { row_limit: sampled ? settings.max_rows : null, sampled },
    metrics: { peaks_total: findings.length },
    findings: findings.slice(0, settings.max_findings),
  };
}

/** That plugin with every finding changed. */
function withFindings(change: (finding: PluginFinding) => PluginFinding) {
  return (ctx: Context): PluginResult => {
    const result = findPeaks(ctx);
    return { ...result, findings: result.findings.map(change) };
  };
}

const SAMPLE = { a: [1, 9.5, 2, 3.5, 0.5, 8.5, 2.5, 1], b: [0.5, 1, 1, 7.5, 1, 1, 1, 1] };
const TESTS: PluginTests = {
  sample: { table: SAMPLE },
  order_of_rows: "irrelevant",
  valid: [{ name: "no peak", table: { a: [1.5, 2.5] }, status: "skipped" }],
  findings: [{
    name: "one peak",
    table: { a: [1.5, 7.5] },
    expect: [{ kind: "peak", row_index: 1, evidence: { row_ids: [1] } }],
  }],
  refuses: [{
    name: "a word as the limit",
    table: { a: [1.5] },
    settings: { limit: "five" },
    code: "E_SETTINGS_INVALID",
  }],
  // There is no process for a plugin that has no plugin.ts.
  skip: { "behind the walls": "this plugin has no file of its own" },
};

function plugin(run: (ctx: Context) => PluginResult): PluginModule {
  return definePlugin<Settings>({ run });
}

/** Runs all tests of a plugin; the messages of those that fail, by test. */
async function failures(
  run: (ctx: Context) => PluginResult,
  tests: PluginTests = TESTS,
): Promise<Record<string, string>> {
  const registered: [string, () => Promise<void>][] = [];
  testPlugin(folder, plugin(run), tests, (name, body) => registered.push([name, body]));
  const failed: Record<string, string> = {};
  for (const [name, body] of registered) {
    try {
      await body();
    } catch (error) {
      failed[name.replace("peaks: ", "")] = String(error);
    }
  }
  return failed;
}

Deno.test("testPlugin() passes a plugin that keeps every rule", async () => {
  assert.deepEqual(await failures(findPeaks), {});
});

type Breach = readonly [
  rule: string,
  what: string,
  run: (ctx: Context) => PluginResult,
  test: string,
  message: RegExp,
];

let calls = 0;
const BREACHES: readonly Breach[] = [
  [
    "evidence",
    "a row that the table does not have",
    withFindings((one) => ({ ...one, evidence: { row_ids: [99] } })),
    "one peak",
    /rule evidence: finding 0 \(peak\) cites row 99 of 2/,
  ],
  [
    "evidence",
    "a column that the table does not have",
    withFindings((one) => ({ ...one, columns: ["x"] })),
    "one peak",
    /rule evidence: .* cites "x", not a column/,
  ],
  [
    "identity",
    "two findings that are the same",
    withFindings((one) => ({ ...one, row_index: 1 })),
    "missing rows",
    /rule identity: .* same as an earlier one/,
  ],
  [
    "ranking",
    "the best finding last",
    (ctx) => ({ ...findPeaks(ctx), findings: [...findPeaks(ctx).findings].reverse() }),
    "missing rows",
    /rule ranking: finding 1 has a higher score/,
  ],
  [
    "ranking",
    "equal scores in any order",
    (ctx) => {
      const result = findPeaks(ctx);
      const findings = result.findings.map((one) => ({ ...one, score: 1 }));
      return { ...result, findings: findings.reverse() };
    },
    "missing rows",
    /rule ranking: finding 1 has the score of the one before it, and comes before it by column/,
  ],
  [
    "ranking",
    "a finding without a score",
    withFindings((one) => ({ ...one, score: null })),
    "one peak",
    /rule ranking: .* has no score/,
  ],
  [
    "assumption",
    "a modelled finding that assumes nothing",
    withFindings((one) => ({ ...one, measurement_type: "modeled" })),
    "one peak",
    /rule assumption/,
  ],
  [
    "multiple-testing",
    "a p-value alone",
    withFindings((one) => ({ ...one, p_value: 0.01 })),
    "one peak",
    /rule multiple-testing: .* no q_value/,
  ],
  [
    "multiple-testing",
    "a confidence",
    withFindings((one) => ({ ...one, confidence: 0.99 })),
    "one peak",
    /rule multiple-testing: .* confidence/,
  ],
  [
    "permutation-p",
    "a permutation p-value of zero",
    (ctx) => {
      const result = withFindings((one) => ({ ...one, p_value: 0, q_value: 0 }))(ctx);
      return { ...result, metrics: { ...result.metrics, permutations: 99 } };
    },
    "one peak",
    /rule permutation-p/,
  ],
  [
    "permutation-p",
    "a p-value that the finding's own number of permutations cannot give",
    withFindings((one) => ({ ...one, p_value: 0.25, q_value: 0.25, permutations: 9 })),
    "one peak",
    /rule permutation-p: p_value 0.25 is not \(1 \+ count\) \/ \(1 \+ 9\)/,
  ],
  [
    "not-applicable",
    "a crash on a table without rows",
    (ctx) => {
      if (ctx.table.rows === 0) throw new RangeError("the mean of nothing");
      return findPeaks(ctx);
    },
    "edge tables",
    /rule not-applicable: the mean of nothing \(on a table with no rows\)/,
  ],
  [
    "not-applicable",
    "an answer that is not a number",
    (ctx) => {
      const result = findPeaks(ctx);
      return { ...result, metrics: { ...result.metrics, mean: 0 / ctx.table.rows } };
    },
    "edge tables",
    /rule not-applicable: .*NaN.*\(on a table with no rows\)/s,
  ],
  [
    "not-applicable",
    "a finding in a table without values",
    (ctx) => {
      const result = findPeaks(ctx);
      if (ctx.table.rows === 0 || result.findings.length > 0) return result;
      const place = { columns: ["a"], column: "a", row_index: 0, evidence: { row_ids: [0] } };
      const invented = { kind: "peak", measurement_type: "measured" as const, score: 0, ...place };
      return { ...result, status: "ok", findings: [invented] };
    },
    "edge tables",
    /rule not-applicable: something is found where there is nothing .*without a value/,
  ],
  [
    "not-applicable",
    "an empty table that is said to be analysed",
    (ctx) => ({ ...findPeaks(ctx), status: "ok" }),
    "edge tables",
    /rule not-applicable: nothing could be analysed, and the status is not skipped .*no rows/,
  ],
  [
    "columns",
    "more columns than asked for",
    (ctx) => findPeaks({ ...ctx, table: ctx.table, settings: { ...ctx.settings, max_columns: 9 } }),
    "max_columns",
    /rule columns: with max_columns 1, "a_again" is analysed, and the first is "a"/,
  ],
  [
    "columns",
    "a column whose role is id",
    (ctx) => findPeaks({ ...ctx, table: ctx.table, upstream: {} }),
    "ids are left alone",
    /rule columns: a column of the role id is analysed without being named/,
  ],
  [
    "cost",
    "rows left out without a word",
    (ctx) => ({ ...findPeaks(ctx), budget: { row_limit: null, sampled: false } }),
    "sampling is said",
    /rule cost: 10 rows with max_rows 4 are not said to be sampled in budget/,
  ],
  [
    "cost",
    "a sample that only budget speaks of",
    (ctx) => ({ ...findPeaks(ctx), summary: "Peaks." }),
    "sampling is said",
    /rule cost: budget.sampled is true and the summary does not say so/,
  ],
  [
    "missing-values",
    "row numbers that count present values only",
    (ctx) => {
      const result = findPeaks(ctx);
      return {
        ...result,
        findings: result.findings.map((one) => {
          const values = ctx.table.numeric(String(one.column));
          const before = values.subarray(0, Number(one.row_index)).filter((x) => !Number.isNaN(x));
          return { ...one, row_index: before.length, evidence: { row_ids: [before.length] } };
        }),
      };
    },
    "missing rows",
    /rule missing-values/,
  ],
  [
    "determinism",
    "a result that counts its runs",
    (ctx) => ({ ...findPeaks(ctx), summary: `Run ${calls++}.` }),
    "equal bytes on a rerun",
    /rule determinism/,
  ],
  [
    "randomness",
    "numbers from Math.random",
    (ctx) => ({ ...findPeaks(ctx), summary: `Lucky number ${Math.random() > 2 ? 1 : 0}.` }),
    "no other randomness",
    /rule randomness/,
  ],
  [
    "caps",
    "more findings than asked for",
    (ctx) =>
      findPeaks({ ...ctx, table: ctx.table, settings: { ...ctx.settings, max_findings: 9 } }),
    "cap on findings",
    /rule caps: max_findings 1 gives more than one/,
  ],
  [
    "caps",
    "a total that counts what is left",
    (ctx) => {
      const result = findPeaks(ctx);
      return { ...result, metrics: { peaks_total: result.findings.length } };
    },
    "cap on findings",
    /rule caps: peaks_total counts what is left/,
  ],
  [
    "columns",
    "the first column alone",
    (ctx) => {
      const [first] = ctx.table.columns;
      const result = findPeaks(ctx);
      return {
        ...result,
        findings: result.findings.filter(({ column }) => column === first?.name),
      };
    },
    "order of columns",
    /rule columns: what is found depends on which column is first/,
  ],
  [
    "columns",
    "an id",
    (ctx) => {
      const result = findPeaks(ctx);
      if (ctx.table.column("a_row_id") === undefined) return result;
      const [first, ...others] = result.findings;
      return { ...result, findings: [{ ...first!, columns: ["a_row_id"] }, ...others] };
    },
    "ids are left alone",
    /rule columns: an id-like column/,
  ],
  [
    "order",
    "a value that depends on where its row stands",
    (ctx) => {
      const result = findPeaks(ctx);
      const { findings } = result;
      return {
        ...result,
        findings: findings.map((one) => ({ ...one, gap: Number(one.row_index) * 2 })),
      };
    },
    "order of rows",
    /rule order: gap depends on the order of the rows/,
  ],
];

for (const [rule, what, run, test, message] of BREACHES) {
  Deno.test(`testPlugin() fails ${what}, and names the rule: ${rule}`, async () => {
    const failed = await failures(run);
    assert.match(failed[test] ?? "it passed", message);
  });
}

const NULL_CASE = {
  name: "noise",
  table: () => ({ a: [1.5, 1.5] }),
  trials: 100,
  level: 0.05,
};
const POWER_CASE = {
  name: "a peak",
  table: () => ({ a: [1.5, 7.5] }),
  found: () => true,
  trials: 20,
  at_least: 0.9,
};

Deno.test("testPlugin() fails a plugin that rejects more often than its level, or too seldom", async () => {
  const always = { ...NULL_CASE, table: () => ({ a: [7.5] }) };
  const tests = { ...TESTS, null_calibration: [always] };
  const often = (await failures(findPeaks, tests))["null calibration: noise"];
  assert.match(often!, /rule null-calibration: 100 of 100 .* at most 13/);
  const exact = { ...TESTS, null_calibration: [{ ...NULL_CASE, trials: 200, exact: true }] };
  const never = (await failures(findPeaks, exact))["null calibration: noise"];
  assert.match(never!, /0 of 200 .* at least/);
});

Deno.test("testPlugin() fails a plugin that misses what it must find", async () => {
  const tests = { ...TESTS, power: [{ ...POWER_CASE, table: () => ({ a: [1.5] }) }] };
  assert.match((await failures(findPeaks, tests))["power: a peak"]!, /rule power: 0 of 20/);
});

const one = TESTS.findings[0]!;
const BAD_TESTS: readonly (readonly [string, unknown, RegExp])[] = [
  ["no valid case", { valid: [] }, /valid is empty/],
  ["no case that is found", { findings: [] }, /findings is empty/],
  ["no case that is refused", { refuses: [] }, /refuses is empty/],
  ["an unknown key", { findings: [{ ...one, expected: [] }] }, /unknown key "expected"/],
  ["an unknown key at the top", { valids: [] }, /unknown key "valids"/],
  ["an expectation of nothing", { findings: [{ ...one, expect: [] }] }, /expects none; use valid/],
  [
    "a finding of which nothing is said",
    { findings: [{ ...one, expect: [{ kind: "peak", evidence: "all rows" }] }] },
    /expects a peak and nothing of it/,
  ],
  [
    "a finding without evidence",
    { findings: [{ ...one, expect: [{ kind: "peak", row_index: 1 }] }] },
    /without evidence/,
  ],
  ["two cases of one name", { findings: [one, { ...one, settings: { limit: 1 } }] }, /two cases/],
  ["the same case twice", { findings: [one, { ...one, name: "again" }] }, /are the same test/],
  ["a case without a name", { findings: [{ ...one, name: " " }] }, /has no name/],
  [
    "a valid case without a status",
    { valid: [{ name: "quiet", table: { a: [0.5] } }] },
    /does not say which status/,
  ],
  [
    "a code that is none",
    { refuses: [{ ...TESTS.refuses[0], code: "bad" }] },
    /has the code "bad"/,
  ],
  [
    "a simulation of three tables",
    { null_calibration: [{ ...NULL_CASE, trials: 3 }] },
    /3 tables say too little/,
  ],
  ["a level of nothing", { null_calibration: [{ ...NULL_CASE, level: 0 }] }, /has the level 0/],
  ["power of nothing", { power: [{ ...POWER_CASE, at_least: 0 }] }, /at least 0/],
  ["a check that is not there", { skip: { "the hard one": "it is too hard to do" } }, /no check/],
  ["a check left out for nothing", { skip: { "edge tables": "later" } }, /say in a sentence/],
];
for (const [what, change, message] of BAD_TESTS) {
  Deno.test(`testPlugin() rejects ${what}`, () => {
    const tests = { ...TESTS, ...change as object } as PluginTests;
    assert.throws(() => testPlugin(folder, plugin(findPeaks), tests, () => {}), (error) => {
      assert.ok(error instanceof BadTestError, String(error));
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("testPlugin() rejects tests of p-values without calibration and power", () => {
  writeOutputSchema({ p_value: { type: "number" } });
  try {
    assert.throws(
      () => testPlugin(folder, plugin(findPeaks), TESTS, () => {}),
      /null_calibration and power are required/,
    );
  } finally {
    writeOutputSchema({});
  }
});
