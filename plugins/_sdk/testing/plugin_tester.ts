import assert from "node:assert/strict";
import { findingIdentity } from "../../../kernel/registry/finding_identity.ts";
import type { PluginModule } from "../define_plugin.ts";
import { createRng } from "../stats/rng.ts";
import { binomialBounds } from "./binomial_bounds.ts";
import { brokenRules, isReal } from "./finding_rules.ts";
import { type CheckedRun, checkEvidence, IN_MEMORY_CHECKS } from "./generic_checks.ts";
import { matchFinding } from "./match_finding.ts";
import type {
  FindingsCase,
  GenericCheck,
  NullCase,
  PluginTests,
  PowerCase,
  RefusesCase,
  TestedInput,
  ValidCase,
} from "./plugin_tests.ts";
import { realProcess, TEST_SEED } from "./real_process.ts";
import { rejectBadTests } from "./reject_bad_tests.ts";
import type { TestOutcome } from "./run_plugin.ts";
import { type ValidatedPlugin, validatedPlugin } from "./validated_plugin.ts";

/** Registers one test; `Deno.test`, unless the tester itself is tested. */
export type Register = (name: string, run: () => Promise<void>) => void;

/**
 * Tests a plugin: each case of the tables in memory, the rules that every plugin must keep, the
 * simulations, and at last each case again in a process of its own behind the walls, where it must
 * answer the same.
 *
 * ```ts ignore
 * testPlugin(import.meta.dirname!, plugin, {
 *   sample: { table: { calm: [...], raised: [...] } },
 *   order_of_rows: "matters",
 *   valid: [{ name: "noise has no segment", table: { x: [...] }, status: "ok" }],
 *   findings: [{
 *     name: "a raised segment is found",
 *     table: { x: [...] },
 *     expect: [{ kind: "cluster", column: "x", evidence: { row_ranges: [{ start: 30, end: 50 }] } }],
 *   }],
 *   refuses: [{ name: "a column that is not there", table: { x: [1] }, settings: { columns: ["y"] },
 *     code: "E_COLUMN_UNKNOWN" }],
 *   null_calibration: [{ name: "noise", table: (rng) => …, trials: 200, level: 0.05 }],
 *   power: [{ name: "1 sd", table: (rng) => …, found: (one) => …, trials: 50, at_least: 0.9 }],
 * });
 * ```
 * @param folder the plugin's, `import.meta.dirname`
 * @param plugin the default export of its plugin.ts
 * @param tests see {@link PluginTests}
 * @param register where the tests go
 * @throws BadTestError when a test could not fail, says nothing, or is there twice
 */
export function testPlugin(
  folder: string,
  plugin: PluginModule,
  tests: PluginTests,
  register: Register = (name, run) => Deno.test(name, run),
): void {
  const validated = validatedPlugin(folder, plugin);
  const { id } = validated.manifest;
  rejectBadTests(tests, { p_values: "p_value" in propertiesOfKinds(validated) });
  const run = checkedRun(validated);
  const test = (name: string, body: () => Promise<void>) => register(`${id}: ${name}`, body);

  for (const one of tests.valid) test(one.name, () => checkValid(run, one));
  for (const one of tests.findings) test(one.name, () => checkFindings(run, one));
  for (const one of tests.refuses) test(`refuses ${one.name}`, () => checkRefuses(run, one));
  const subject = { tests, run, plugin: validated };
  for (const [name, check] of Object.entries(IN_MEMORY_CHECKS)) {
    if (tests.skip?.[name as GenericCheck] === undefined) test(name, () => check(subject));
  }
  for (const one of tests.null_calibration ?? []) {
    test(`null calibration: ${one.name}`, () => checkNull(run, one));
  }
  for (const one of tests.power ?? []) test(`power: ${one.name}`, () => checkPower(run, one));
  if (tests.skip?.["behind the walls"] === undefined) {
    test("behind the walls every case answers the same", () => checkProcesses(folder, run, tests));
  }
}

/** Runs in memory and asserts the rules that a result can break by itself. */
function checkedRun(validated: ValidatedPlugin): CheckedRun {
  const { identity } = findingIdentity(validated.output_schema);
  return async ({ table, settings, roles }, seed = TEST_SEED) => {
    const outcome = await validated.run({
      table,
      seed,
      ...(settings === undefined ? {} : { settings }),
      ...(roles === undefined ? {} : { roles }),
    });
    const [broken] = brokenRules(outcome.result);
    assert.ok(broken === undefined, `rule ${broken?.rule}: ${broken?.message}`);
    checkEvidence(outcome.result, { table }, identity);
    return outcome;
  };
}

async function checkValid(run: CheckedRun, one: ValidCase): Promise<void> {
  const { result } = await run(one);
  assert.equal(result.status, one.status, "status");
  assert.deepEqual(result.findings.filter(isReal), [], "something was found");
  const refused = result.findings.filter((finding) => !isReal(finding));
  assert.deepEqual(refused.map(({ columns }) => columns), one.not_applicable ?? []);
}

async function checkFindings(run: CheckedRun, one: FindingsCase): Promise<void> {
  const { result } = await run(one);
  const kinds = (findings: readonly { readonly kind: string }[]) =>
    findings.map(({ kind }) => kind);
  assert.deepEqual(kinds(result.findings), kinds(one.expect), "kinds of all findings");
  one.expect.forEach((wanted, i) => matchFinding(result.findings[i]!, wanted, `finding ${i}`));
  for (const [name, value] of Object.entries(one.metrics ?? {})) {
    assert.deepEqual(result.metrics[name], value, `metric ${name}`);
  }
  if (one.summary !== undefined) assert.match(result.summary, one.summary);
}

async function checkRefuses(run: CheckedRun, one: RefusesCase): Promise<void> {
  const refusal = {
    code: one.code,
    ...(one.message === undefined ? {} : { message: one.message }),
  };
  await assert.rejects(run(one), refusal);
}

async function checkNull(run: CheckedRun, one: NullCase): Promise<void> {
  let rejected = 0;
  for (let trial = 0; trial < one.trials; trial++) {
    const { result } = await simulated(run, one, trial);
    if (result.findings.some(isReal)) rejected++;
  }
  const { low, high } = binomialBounds(one.trials, one.level);
  const about = `rule null-calibration: ${rejected} of ${one.trials} tables of noise have a ` +
    `finding; at level ${one.level}`;
  assert.ok(rejected <= high, `${about} at most ${high}`);
  if (one.exact === true) assert.ok(rejected >= low, `${about} at least ${low}`);
}

async function checkPower(run: CheckedRun, one: PowerCase): Promise<void> {
  let detected = 0;
  for (let trial = 0; trial < one.trials; trial++) {
    const { result } = await simulated(run, one, trial);
    if (result.findings.filter(isReal).some(one.found)) detected++;
  }
  assert.ok(
    detected >= one.at_least * one.trials,
    `rule power: ${detected} of ${one.trials} found, and ${one.at_least} of them are wanted`,
  );
}

function simulated(
  run: CheckedRun,
  { name, table, settings = {} }: NullCase | PowerCase,
  trial: number,
): Promise<TestOutcome> {
  const rng = createRng("51".repeat(32), name, String(trial));
  const seed = trial.toString(16).padStart(64, "0");
  return run({ table: table(rng), settings }, seed);
}

async function checkProcesses(
  folder: string,
  run: CheckedRun,
  tests: PluginTests,
): Promise<void> {
  const dataset = { version_id: "0".repeat(16), sha256: "0".repeat(64) };
  const process = await realProcess(folder, dataset);
  try {
    const answered: readonly (TestedInput & { readonly name: string })[] = [
      ...tests.valid,
      ...tests.findings,
    ];
    for (const one of answered) {
      const { result_json, error } = await process.run(one);
      assert.equal(error, null, `${one.name}: ${error?.code} ${error?.message}`);
      assert.equal(result_json, (await run(one)).result_json, `${one.name} answers otherwise`);
    }
    for (const one of tests.refuses) {
      const { error } = await process.run(one);
      assert.equal(error?.code, one.code, `${one.name}: ${error?.message ?? "was accepted"}`);
    }
  } finally {
    process.close();
  }
}

/** Properties of all finding kinds together. */
function propertiesOfKinds({ output_schema }: ValidatedPlugin): Record<string, unknown> {
  const kinds = Object.values(output_schema.$defs ?? {}) as { properties?: object }[];
  return Object.assign({}, ...kinds.map(({ properties }) => properties ?? {}));
}
