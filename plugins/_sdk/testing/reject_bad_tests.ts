import { BadTestError, GENERIC_CHECKS, type PluginTests } from "./plugin_tests.ts";

const INPUT = ["name", "table", "settings", "roles"];
const KEYS = {
  tests: [
    "sample",
    "order_of_rows",
    "valid",
    "findings",
    "refuses",
    "null_calibration",
    "power",
    "skip",
  ],
  sample: ["table", "settings", "roles"],
  valid: [...INPUT, "status", "not_applicable"],
  findings: [...INPUT, "expect", "metrics", "summary"],
  refuses: [...INPUT, "code", "message"],
  null_calibration: ["name", "table", "trials", "level", "exact", "settings"],
  power: ["name", "table", "found", "trials", "at_least", "settings"],
} as const;

/** Fewest tables of a simulation that says anything. */
const FEWEST_TRIALS = 20;

/**
 * Throws when a test could not fail, says nothing, or says the same as another.
 * @param tests of one plugin
 * @param facts `p_values`: whether its findings have p-values; `type` of the plugin
 * @throws BadTestError
 */
export function rejectBadTests(
  tests: PluginTests,
  facts: { readonly p_values: boolean },
): void {
  knownKeys("the tests", tests, KEYS.tests);
  knownKeys("sample", tests.sample, KEYS.sample);
  for (const table of ["valid", "findings", "refuses"] as const) {
    if (tests[table].length === 0) throw new BadTestError(`${table} is empty`);
    for (const one of tests[table]) knownKeys(`${table}: ${one.name}`, one, KEYS[table]);
  }
  distinct([...tests.valid, ...tests.findings, ...tests.refuses]);
  for (const { name, expect } of tests.findings) {
    if (expect.length === 0) throw new BadTestError(`findings: ${name} expects none; use valid`);
    for (const finding of expect) {
      const says = Object.keys(finding).filter((key) => key !== "kind" && key !== "evidence");
      if (says.length === 0) {
        throw new BadTestError(`findings: ${name} expects a ${finding.kind} and nothing of it`);
      }
      if (finding.evidence === undefined && finding.kind !== "not_applicable") {
        throw new BadTestError(
          `findings: ${name} expects a ${finding.kind} without evidence; name its rows, or write ` +
            `evidence: "all rows"`,
        );
      }
    }
  }
  for (const { name, status } of tests.valid) {
    if (status !== "ok" && status !== "skipped") {
      throw new BadTestError(`valid: ${name} does not say which status; write ok or skipped`);
    }
  }
  for (const { name, code } of tests.refuses) {
    if (!/^E_[A-Z0-9_]+$/.test(code)) {
      throw new BadTestError(`refuses: ${name} has the code ${JSON.stringify(code)}, none of ours`);
    }
  }
  simulations(tests, facts.p_values);
  for (const [check, reason] of Object.entries(tests.skip ?? {})) {
    if (!(GENERIC_CHECKS as readonly string[]).includes(check)) {
      throw new BadTestError(`skip: there is no check "${check}": ${GENERIC_CHECKS.join(", ")}`);
    }
    if (reason.trim().split(/\s+/).length < 4) {
      throw new BadTestError(`skip: say in a sentence why "${check}" does not hold`);
    }
  }
}

function simulations(tests: PluginTests, pValues: boolean): void {
  const { null_calibration = [], power = [] } = tests;
  if (pValues && (null_calibration.length === 0 || power.length === 0)) {
    throw new BadTestError(
      "the plugin's findings have p-values: null_calibration and power are required",
    );
  }
  for (const one of null_calibration) {
    knownKeys(`null_calibration: ${one.name}`, one, KEYS.null_calibration);
    if (!(one.level > 0 && one.level < 1)) {
      throw new BadTestError(`null_calibration: ${one.name} has the level ${one.level}`);
    }
  }
  for (const one of power) {
    knownKeys(`power: ${one.name}`, one, KEYS.power);
    if (!(one.at_least > 0 && one.at_least <= 1)) {
      throw new BadTestError(`power: ${one.name} asks for at least ${one.at_least} of the tables`);
    }
  }
  for (const { name, trials } of [...null_calibration, ...power]) {
    if (!(trials >= FEWEST_TRIALS)) {
      throw new BadTestError(`${name}: ${trials} tables say too little; make ${FEWEST_TRIALS}`);
    }
  }
}

function knownKeys(what: string, value: object, known: readonly string[]): void {
  const odd = Object.keys(value).find((key) => !known.includes(key));
  if (odd !== undefined) {
    throw new BadTestError(`${what} has the unknown key "${odd}": it knows ${known.join(", ")}`);
  }
}

function distinct(cases: readonly { readonly name: string }[]): void {
  const names = new Set<string>();
  const contents = new Map<string, string>();
  for (const one of cases) {
    if (one.name.trim() === "") throw new BadTestError("a case has no name");
    if (names.has(one.name)) throw new BadTestError(`two cases have the name "${one.name}"`);
    names.add(one.name);
    const { table, settings, roles } = one as unknown as Record<string, unknown>;
    const content = JSON.stringify([table, settings ?? {}, roles ?? {}], writable);
    const twin = contents.get(content);
    if (twin !== undefined) throw new BadTestError(`"${twin}" and "${one.name}" are the same test`);
    contents.set(content, one.name);
  }
}

function writable(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>);
  return value;
}
