import assert from "node:assert/strict";
import { discoverPlugins } from "./discover.ts";
import { formatProblems } from "./format_problems.ts";
import { brokenPluginRules } from "./plugin_rules.ts";

const TEMPLATE = new URL("../../plugins/_template/new_analysis/", import.meta.url);

/** Problems of the template plugin with some files changed; `null` removes one. */
async function broken(
  changes: Readonly<Record<string, ((text: string) => string) | null>> = {},
  bundleBytes = 1000,
): Promise<string[]> {
  const root = Deno.makeTempDirSync({ prefix: "plugin_rules_" });
  try {
    const folder = `${root}/new_analysis`;
    Deno.mkdirSync(folder);
    for (const { name } of Deno.readDirSync(TEMPLATE)) {
      const text = Deno.readTextFileSync(new URL(name, TEMPLATE));
      const change = changes[name];
      if (change === null) continue;
      const changed = change === undefined ? text : change(text);
      if (change !== undefined) assert.notEqual(changed, text, `${name} is as it was`);
      Deno.writeTextFileSync(`${folder}/${name}`, changed);
    }
    const { plugins, problems } = await discoverPlugins([{ path: root, origin: "external" }]);
    assert.equal(formatProblems(problems, { color: false }), "");
    const found = await brokenPluginRules(plugins[0]!, bundleBytes);
    for (const { code } of found) assert.equal(code, "E_PLUGIN_RULE");
    return found.map(({ message }) => message);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

Deno.test("brokenPluginRules() has nothing to say of the plugin that new ones are copies of", async () => {
  assert.deepEqual(await broken(), []);
});

// deno-lint-ignore no-explicit-any -- schemas of any shape are taken apart here
type Json = any;

/** Changes a JSON file. */
function json(change: (value: Json) => void): (text: string) => string {
  return (text) => {
    const value = JSON.parse(text);
    change(value);
    return JSON.stringify(value);
  };
}

const CASES: readonly (readonly [
  what: string,
  changes: Parameters<typeof broken>[0],
  messages: readonly string[],
])[] = [
  [
    "a README without its cost",
    { "README.md": (text) => text.replace("## Cost", "## Price") },
    ['[readme] has no section "Cost"'],
  ],
  [
    "a cost that says nothing",
    { "README.md": (text) => text.replaceAll(/O\([^)]*\)/g, "little") },
    ["[readme] does not state the cost as O(·)"],
  ],
  [
    "a README that says nothing of when not to trust it",
    { "README.md": (text) => text.replace("## When not to trust it", "## Remarks") },
    ['[readme] has no section "When not to trust it"'],
  ],
  [
    "a README without a title",
    { "README.md": (text) => text.replace("# New", "New") },
    ["[readme] does not begin with a title"],
  ],
  [
    "a reference that the README leaves out",
    { "README.md": (text) => text.replace("10.2307/1412159", "the journal") },
    ["[readme] does not name the reference 10.2307/1412159"],
  ],
  [
    "no reference",
    { "plugin.yaml": (text) => text.replace(/references:\n(?:[ -].*\n)+/, "references: []\n") },
    ["[references] names no paper"],
  ],
  [
    "an arXiv id of a thirteenth month",
    {
      "plugin.yaml": (text) => text.replace("doi: 10.2307/1412159", 'arxiv: "0713.3742"'),
      "README.md": (text) => `${text}\narXiv:0713.3742\n`,
    },
    ["[references] arXiv:0713.3742 has the month 13: new ids are YYMM.number"],
  ],
  [
    "an error code that is nowhere explained",
    { "plugin.ts": (text) => `${text}\nthrow new CodedError(\n  "E_MY_OWN", "a", "b");\n` },
    ["[errors] does not explain E_MY_OWN, which plugin.ts throws"],
  ],
  [
    "no test",
    { "plugin_test.ts": null, "row_trend_test.ts": null },
    ["[test] has no test"],
  ],
  [
    "a test that does not use the tester",
    { "plugin_test.ts": (text) => text.replaceAll("testPlugin(", "checkPlugin(") },
    ["[test] no test calls testPlugin(), which checks the rules for plugins"],
  ],
  [
    "a cost that grows with the square of the rows, without end",
    { "README.md": (text) => text.replace(/O\([^)]*\)/, "O(rows² × columns)") },
    ["[cost] grows faster than the rows, and no setting max_rows ends that"],
  ],
  [
    "a sample that the README does not speak of",
    {
      "plugin.yaml": (text) =>
        text.replace("max_columns: 20", "max_columns: 20\n    max_rows: 5000"),
      "config.schema.json": json(({ properties }) =>
        properties.max_rows = { type: "integer", description: "Most." }
      ),
    },
    ["[cost] does not say that it samples above 5,000 rows (max_rows)"],
  ],
  [
    "other caps than everybody's",
    {
      "plugin.yaml": (text) =>
        text.replace("max_columns: 20", "max_columns: 5").replace(
          "max_findings: 50",
          "max_findings: 9",
        ),
    },
    ["[columns] max_columns is 5 by default", "[caps] max_findings is 9 by default"],
  ],
  [
    "no cap",
    { "config.schema.json": json(({ properties }) => delete properties.max_findings) },
    ["[caps] there is no setting max_findings"],
  ],
  [
    "columns that are not all by default",
    { "plugin.yaml": (text) => text.replace("columns: null", "columns: [x]") },
    ["[columns] is not null by default"],
  ],
  [
    "no true total",
    { "output.schema.json": (text) => text.replaceAll("trends_total", "trends") },
    ["[caps] no metric ends in _total"],
  ],
  [
    "a p-value that nothing corrects, a confidence, no assumption, no score",
    {
      "output.schema.json": json(({ $defs }) => {
        const { trend } = $defs;
        delete trend.properties.q_value;
        delete trend.properties.assumption;
        trend.properties.confidence = { type: "number" };
        trend.required = trend.required.filter((name: string) =>
          !["q_value", "assumption", "score"].includes(name)
        );
      }),
    },
    [
      "[finding] trend does not require score",
      "[multiple-testing] trend has a p_value and no q_value",
      "[multiple-testing] trend has a confidence",
      "[assumption] trend is modeled and has no assumption",
    ],
  ],
];
for (const [what, changes, messages] of CASES) {
  Deno.test(`brokenPluginRules() names the rule that is broken by ${what}`, async () => {
    assert.deepEqual(await broken(changes), messages);
  });
}

Deno.test("brokenPluginRules() allows an analysis 100 KB of code", async () => {
  assert.deepEqual(await broken({}, 102_400), []);
  assert.deepEqual(await broken({}, 102_401), [
    "[bundle] has 102401 bytes of code, and 102400 are allowed",
  ]);
});
