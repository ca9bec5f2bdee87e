import { isDeeperThan } from "../contract/validators.ts";
import type { ValidationProblem } from "../diagnostics/describe_violations.ts";
import { joinPointer } from "../diagnostics/json_pointer.ts";
import { findingIdentity } from "./finding_identity.ts";
import { measureSchema, type PluginSchema, problemAt } from "./measure_schema.ts";

/** Bounds on a plugin's schema that JSON Schema itself cannot state. */
export const SCHEMA_LIMITS = {
  /** UTF-16 units of its file. */
  length: 256 * 1024,
  /** Levels of nested JSON. */
  depth: 32,
  /** Sub-schemas after every `$ref` is replaced by what it means. */
  expanded: 2000,
} as const;

/**
 * Checks of a plugin's schema what its meta-schema cannot: depth, targets of `$ref`, recursion
 * (a recursive schema can keep a validator busy for as long as its data is deep), expanded size,
 * and what the kernel relies on: settings with a description each, findings with an identity.
 * @param schema has passed `validatePluginSchema`
 * @param use which of the plugin's two schemas it is
 * @returns every problem
 */
export function checkPluginSchema(
  schema: PluginSchema,
  use: "config" | "output",
): ValidationProblem[] {
  if (isDeeperThan(schema, SCHEMA_LIMITS.depth)) {
    return [problemAt("", `is nested deeper than ${SCHEMA_LIMITS.depth} levels`)];
  }
  const { expanded, problems } = measureSchema(schema);
  if (problems.length > 0) return [...problems];
  if (expanded > SCHEMA_LIMITS.expanded) {
    return [problemAt(
      "",
      `expands to ${expanded} sub-schemas, more than the ${SCHEMA_LIMITS.expanded} allowed`,
    )];
  }
  return use === "config" ? checkSettings(schema) : [...findingIdentity(schema).problems];
}

function checkSettings(schema: PluginSchema): ValidationProblem[] {
  const problems: ValidationProblem[] = [];
  if (schema["additionalProperties"] !== false) {
    problems.push(problemAt(
      "",
      "must have additionalProperties: false, or a mistyped setting would be ignored",
    ));
  }
  for (const [key, setting] of Object.entries(schema["properties"] ?? {})) {
    if (typeof setting === "object" && typeof setting.description === "string") continue;
    problems.push({
      ...problemAt(joinPointer("/properties", key), `the setting "${key}" has no description`),
      at: "key",
    });
  }
  return problems;
}
