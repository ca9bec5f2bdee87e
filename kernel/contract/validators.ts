import {
  describeViolations,
  type ValidationProblem,
  type Violation,
} from "../diagnostics/describe_violations.ts";

export type { ValidationProblem };

/** What a generated module exports. */
interface ValidatorModule {
  readonly default: { (value: unknown): boolean; errors?: readonly Violation[] | null };
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Nesting that any value from outside may have; beyond it recursion could exhaust the stack. */
export const MAX_DEPTH = 64;

/**
 * Checks a manifest against `schemas/plugin_manifest.schema.json`.
 * @returns every problem (at most 50); empty when `value` is a Manifest
 */
export async function validateManifest(value: unknown): Promise<ValidationProblem[]> {
  return check(await import("./generated/plugin_manifest.js"), value);
}

/**
 * Checks a plugin's own schema against `schemas/plugin_schema.schema.json`. What JSON Schema cannot
 * say (targets, recursion and expanded size of references) is checked by `kernel/registry`.
 * @returns every problem (at most 50)
 */
export async function validatePluginSchema(value: unknown): Promise<ValidationProblem[]> {
  return check(await import("./generated/plugin_schema.js"), value);
}

/**
 * Checks a report against `schemas/report.schema.json`.
 * @returns the first problem, or nothing
 */
export async function validateReport(value: unknown): Promise<ValidationProblem[]> {
  return check(await import("./generated/report.js"), value);
}

/**
 * Checks a plugin's answer against `schemas/result.schema.json`, and that its row ranges end after
 * they start. The plugin's own output schema comes on top.
 * @returns the first problem of the schema, or every wrong range (at most 50); empty when `value`
 *   is a PluginResult
 */
export async function validateResult(value: unknown): Promise<ValidationProblem[]> {
  const problems = check(await import("./generated/result.js"), value);
  return problems.length > 0 ? problems : emptyRanges(value as ResultWithRanges);
}

/**
 * True when arrays and objects are nested deeper than `limit`. Does not recurse, so that a hostile
 * value cannot exhaust the stack.
 * @param value parsed JSON
 * @param limit levels allowed; a scalar has none
 */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== "object" || item === null) continue;
      if (depth === limit) return true;
      for (const member of Array.isArray(item) ? item : Object.values(item)) {
        if (typeof member === "object" && member !== null) next.push(member);
      }
    }
    level = next;
  }
  return false;
}

/** Runs one validator and rewrites what it found. */
export function check(module: ValidatorModule, value: unknown): ValidationProblem[] {
  if (isDeeperThan(value, MAX_DEPTH)) {
    const message = `is nested deeper than ${MAX_DEPTH} levels`;
    return [{ pointer: "", message, value: "", fix: "", at: "value" }];
  }
  if (module.default(value)) return [];
  return describeViolations(module.default.errors ?? [], module.schema, value);
}

interface ResultWithRanges {
  readonly findings: readonly {
    readonly evidence?: { readonly row_ranges?: readonly { start: number; end: number }[] };
  }[];
}

function emptyRanges(result: ResultWithRanges): ValidationProblem[] {
  const problems: ValidationProblem[] = [];
  result.findings.forEach((finding, index) => {
    finding.evidence?.row_ranges?.forEach((range, at) => {
      if (range.start < range.end || problems.length === 50) return;
      problems.push({
        pointer: `/findings/${index}/evidence/row_ranges/${at}`,
        message: `must end after it starts (start ${range.start}, end ${range.end}, half-open)`,
        value: JSON.stringify(range),
        fix: "",
        at: "value",
      });
    });
  });
  return problems;
}
