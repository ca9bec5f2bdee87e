import assert from "node:assert/strict";
import { canonicalJson } from "../../../kernel/canonical/canonical_json.ts";
import type { PluginFinding, PluginResult } from "../../../kernel/contract/result.ts";
import { createRng } from "../stats/rng.ts";
import type { Cell, TestColumns, TypedCells } from "./build_pack.ts";
import { citedRows } from "./cited_rows.ts";
import { isReal } from "./finding_rules.ts";
import type { GenericCheck, PluginTests, TestedInput } from "./plugin_tests.ts";
import type { TestOutcome } from "./run_plugin.ts";
import type { ValidatedPlugin } from "./validated_plugin.ts";
import { edgeTables, rowsOf, takeRows, withEmptyRows, withRowsShuffled } from "./vary_table.ts";

/** Runs the plugin in memory and holds the result to every rule that a result can break. */
export type CheckedRun = (input: TestedInput, seed?: string) => Promise<TestOutcome>;

/** What a check gets. */
interface Subject {
  readonly tests: PluginTests;
  readonly run: CheckedRun;
  readonly plugin: ValidatedPlugin;
}

/** Fields that come from random draws, or that name rows. */
const MAY_DIFFER = /^(?:p_value|q_value|row_|start$|end$|index$|evidence$)|_index$/;

/** Every check of plugins/README.md's rules that needs no process, by name. */
export const IN_MEMORY_CHECKS: Readonly<
  Record<Exclude<GenericCheck, "behind the walls">, (subject: Subject) => Promise<void>>
> = {
  async "edge tables"({ tests: { sample }, run, plugin }) {
    for (const [name, table] of Object.entries(edgeTables(sample.table))) {
      const inputs: readonly TestedInput[] = [{ table }, { ...sample, table }];
      for (const input of inputs) {
        try {
          const { result } = await run(input);
          if (plugin.manifest.type === "analysis" && WITHOUT_VALUES.includes(name)) {
            assert.ok(
              !result.findings.some(isReal),
              "rule not-applicable: something is found where there is nothing",
            );
            assert.ok(
              result.status === "skipped",
              "rule not-applicable: nothing could be analysed, and the status is not skipped",
            );
          }
        } catch (error) {
          // Settings of its own may name what the edge table does not have; defaults may not.
          if (input.settings !== undefined && isCoded(error)) continue;
          const cause = error instanceof Error ? error : new Error(String(error));
          const rule = cause.message.startsWith("rule ") ? "" : "rule not-applicable: ";
          throw new Error(`${rule}${cause.message} (on a table with ${name})`, { cause });
        }
      }
    }
  },

  async "missing rows"({ tests: { sample }, run }) {
    const plain = await found(run, sample);
    const { table, was } = withEmptyRows(sample.table, 7);
    const gapped = await found(run, { ...sample, table });
    assert.deepEqual(
      gapped.map((finding) => mapped(finding, was)),
      plain.map((finding) => mapped(finding, null)),
      "rule missing-values: rows without a value between the others move what is cited",
    );
  },

  async "equal bytes on a rerun"({ tests: { sample }, run }) {
    const [first, second] = [await run(sample), await run(sample)];
    assert.equal(second.result_json, first.result_json, "rule determinism: the result differs");
    for (const [name, { content }] of first.artifacts) {
      assert.deepEqual(
        second.artifacts.get(name)?.content,
        content,
        `rule determinism: ${name} differs`,
      );
    }
  },

  async "no other randomness"({ tests: { sample }, run }) {
    const forbidden = () => {
      throw new Error("rule randomness: numbers come from ctx.rng, and from nothing else");
    };
    const { random } = Math;
    const { getRandomValues, randomUUID } = crypto;
    Math.random = forbidden;
    crypto.getRandomValues = forbidden;
    crypto.randomUUID = forbidden;
    try {
      await run(sample);
    } finally {
      Math.random = random;
      crypto.getRandomValues = getRandomValues;
      crypto.randomUUID = randomUUID;
    }
  },

  async "cap on findings"({ tests: { sample }, run, plugin }) {
    assert.ok("max_findings" in plugin.defaults, "rule caps: there is no setting max_findings");
    const table = edgeTables(sample.table)["every column twice"]!;
    const all = (await run({ ...sample, table })).result;
    assert.ok(
      all.findings.length > 1,
      "the sample's columns twice give one finding: no cap to see",
    );
    const settings = { ...sample.settings, max_findings: 1 };
    const capped = (await run({ ...sample, table, settings })).result;
    assert.equal(capped.findings.length, 1, "rule caps: max_findings 1 gives more than one");
    assert.equal(
      canonicalJson(capped.findings[0]),
      canonicalJson(all.findings[0]),
      "rule caps: findings are cut before they are ranked",
    );
    const totals = Object.keys(all.metrics).filter((name) => name.endsWith("_total"));
    assert.ok(totals.length > 0, "rule caps: no metric ends in _total");
    for (const name of totals) {
      assert.equal(
        capped.metrics[name],
        all.metrics[name],
        `rule caps: ${name} counts what is left`,
      );
    }
  },

  async "ids are left alone"({ tests: { sample }, run }) {
    const rows = rowsOf(sample.table);
    // Different in every row, in no order, and tied to nothing.
    const values = Array.from(
      createRng("1d".repeat(32), "ids").permutation(rows),
      (x) => x * 3 + 7,
    );
    const plain = (await found(run, sample)).map(({ kind, columns }) => [kind, columns]);
    const byValues = { a_row_id: { type: "int64" as const, values } };
    // By its values alone this one is a measure; the profile says what it is.
    const byRole = { a_row_id: { type: "float64" as const, values: values.map((x) => x + 0.5) } };
    const roles = { ...sample.roles, a_row_id: "id" as const };
    for (
      const [what, input] of [
        ["an id-like column", { ...sample, table: { ...byValues, ...sample.table } }],
        ["a column of the role id", { ...sample, table: { ...byRole, ...sample.table }, roles }],
      ] as const
    ) {
      const { result } = await run(input);
      const cited = result.findings.find(({ columns }) => columns.includes("a_row_id"));
      assert.ok(cited === undefined, `rule columns: ${what} is analysed without being named`);
      assert.deepEqual(
        result.findings.filter(isReal).map(({ kind, columns }) => [kind, columns]),
        plain,
        "rule columns: a column that is not analysed changes what is found",
      );
    }
  },

  async "max_columns"({ tests: { sample }, run, plugin }) {
    if (!("max_columns" in plugin.defaults) || sample.settings?.columns !== undefined) return;
    const fewest = minimumOf(plugin, "max_columns");
    const table = edgeTables(sample.table)["every column twice"]!;
    const settings = { ...sample.settings, max_columns: fewest };
    const named = namesIn(sample.settings);
    const numeric = Object.keys(table).filter((name) =>
      isNumeric(table[name]!) && !named.has(name)
    );
    const allowed = new Set([...numeric.slice(0, fewest), ...named]);
    const { result } = await run({ ...sample, table, settings });
    for (const { columns } of result.findings.filter(isReal)) {
      const odd = columns.find((name) => !allowed.has(name));
      assert.ok(
        odd === undefined,
        `rule columns: with max_columns ${fewest}, "${odd}" is analysed, and the first is ` +
          `"${numeric[0]}"`,
      );
    }
  },

  async "sampling is said"({ tests: { sample }, run, plugin }) {
    if (typeof plugin.defaults.max_rows !== "number") return;
    const most = minimumOf(plugin, "max_rows");
    const rows = rowsOf(sample.table);
    const longer = Array.from({ length: Math.max(rows, 2 * most + 2) }, (_, i) => i % rows);
    const settings = { ...sample.settings, max_rows: most };
    const table = takeRows(sample.table, longer);
    const { budget } = (await run({ ...sample, table, settings })).result;
    assert.ok(
      budget?.sampled === true && typeof budget.row_limit === "number",
      `rule cost: ${longer.length} rows with max_rows ${most} are not said to be sampled in budget`,
    );
    const whole = (await run(sample)).result.budget;
    assert.ok(
      rows > plugin.defaults.max_rows || whole?.sampled !== true,
      "rule cost: budget says sampled of a table below max_rows",
    );
  },

  async "order of columns"({ tests: { sample }, run }) {
    const table = Object.fromEntries(Object.entries(sample.table).reverse());
    const reversed = await found(run, { ...sample, table });
    const about = ({ kind, columns }: PluginFinding) => `${kind} ${[...columns].sort().join()}`;
    assert.deepEqual(
      reversed.map(about).sort(),
      (await found(run, sample)).map(about).sort(),
      "rule columns: what is found depends on which column is first",
    );
  },

  async "order of rows"({ tests: { sample, order_of_rows }, run }) {
    if (order_of_rows === "matters") return;
    const { table, was } = withRowsShuffled(sample.table, createRng("0d".repeat(32), "rows"));
    const shuffled = await found(run, { ...sample, table });
    const plain = await found(run, sample);
    assert.deepEqual(
      shuffled.map((finding) => mapped(finding, was)),
      plain.map((finding) => mapped(finding, null)),
      "rule order: other rows are cited when the rows are in another order",
    );
    shuffled.forEach((finding, i) => {
      for (const [field, value] of Object.entries(plain[i]!)) {
        if (MAY_DIFFER.test(field) || field === "assumption") continue;
        alike(finding[field], value, `rule order: ${field} depends on the order of the rows`);
      }
    });
  },
};

/** Edge tables in which there is nothing to analyse. */
const WITHOUT_VALUES: readonly string[] = ["no rows", "columns without a value"];

/** The least that config.schema.json allows of a whole number; 1 where it does not say. */
function minimumOf({ config_schema }: ValidatedPlugin, setting: string): number {
  const properties = config_schema.properties as Readonly<Record<string, { minimum?: number }>>;
  return properties[setting]?.minimum ?? 1;
}

/** Every text in some settings: what may be the name of a column. */
function namesIn(value: unknown): Set<string> {
  if (typeof value === "string") return new Set([value]);
  if (typeof value !== "object" || value === null) return new Set();
  return new Set(Object.values(value).flatMap((inner) => [...namesIn(inner)]));
}

function isNumeric(column: TestColumns[string]): boolean {
  const given = column as ArrayLike<Cell> | TypedCells;
  const cells = Array.from("type" in given ? given.values : given);
  return typeof cells.find((cell) => cell !== null) === "number";
}

/** Asserts that every finding cites rows and columns of the table, and none twice. */
export function checkEvidence(
  result: PluginResult,
  input: TestedInput,
  identity: Readonly<Record<string, readonly string[]>>,
): void {
  const rows = rowsOf(input.table);
  const seen = new Set<string>();
  result.findings.forEach((finding, i) => {
    const place = `finding ${i} (${finding.kind})`;
    for (const column of finding.columns) {
      assert.ok(column in input.table, `rule evidence: ${place} cites "${column}", not a column`);
    }
    for (const row of citedRows(finding) ?? []) {
      assert.ok(row >= 0 && row < rows, `rule evidence: ${place} cites row ${row} of ${rows}`);
    }
    const fields = identity[finding.kind];
    assert.ok(fields !== undefined, `rule identity: ${place} has a kind without x-identity`);
    const id = canonicalJson([finding.kind, ...fields.map((field) => finding[field] ?? null)]);
    assert.ok(!seen.has(id), `rule identity: ${place} is the same as an earlier one`);
    seen.add(id);
  });
}

async function found(run: CheckedRun, input: TestedInput): Promise<PluginFinding[]> {
  const findings = (await run(input)).result.findings.filter(isReal);
  assert.ok(findings.length > 0, "the sample has no finding, so that this check can see nothing");
  return findings;
}

/** A finding's kind, columns and rows, the rows as the table's that `was` leads back to. */
function mapped(finding: PluginFinding, was: readonly number[] | null) {
  const rows = citedRows(finding);
  const back = was === null ? rows : rows?.map((row) => was[row]!).filter((row) => row >= 0);
  return { kind: finding.kind, columns: finding.columns, rows: back?.sort((a, b) => a - b) };
}

function alike(found: unknown, wanted: unknown, message: string): void {
  if (typeof found === "number" && typeof wanted === "number") {
    assert.ok(Math.abs(found - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), message);
  } else assert.equal(canonicalJson(found), canonicalJson(wanted), message);
}

function isCoded(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("E_");
}
