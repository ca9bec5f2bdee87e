import type { ValidationProblem } from "../diagnostics/describe_violations.ts";
import { joinPointer, valueAt } from "../diagnostics/json_pointer.ts";
import { problemAt } from "./measure_schema.ts";

/** Fields that identify the findings of each kind, from a plugin's output schema. */
export type FindingIdentity = Readonly<Record<string, readonly string[]>>;

/** What an estimate or the kernel decides cannot identify a finding. */
const NOT_IDENTIFYING = ["id", "score", "p_value", "q_value", "evidence", "measurement_type"];
const KIND = /^[a-z][a-z0-9_]{0,63}$/;
const REFERENCE = "#/$defs/";

/**
 * Reads which fields identify the findings of each kind. Every kind is an entry of `$defs` named as
 * the kind, with `x-identity`, and `findings.items` tells them apart by `kind`. A plugin without
 * findings says `"findings": {"type": "array", "maxItems": 0}`.
 * @param output a plugin's output schema of the allowed shape
 * @returns the fields by kind, and what is wrong with the schema
 */
export function findingIdentity(
  output: Readonly<Record<string, unknown>>,
): { identity: FindingIdentity; problems: ValidationProblem[] } {
  const problems: ValidationProblem[] = [];
  const identity: Record<string, readonly string[]> = {};
  const at = "/properties/findings";
  const findings = valueAt(output, at);
  if (valueAt(findings, "/type") !== "array") {
    problems.push(problemAt(at, "must describe findings as a list"));
    return { identity, problems };
  }
  if (valueAt(findings, "/maxItems") === 0) return { identity, problems };
  const branches = valueAt(findings, "/items/oneOf");
  if (
    !Array.isArray(branches) || valueAt(findings, "/items/discriminator/propertyName") !== "kind"
  ) {
    problems.push(problemAt(
      `${at}/items`,
      'must tell findings apart by kind: {"type": "object", "discriminator": {"propertyName": "kind"}, "required": ["kind"], "oneOf": [{"$ref": "#/$defs/<kind>"}]}',
    ));
    return { identity, problems };
  }
  branches.forEach((branch, index) => {
    const reference = valueAt(branch, "/$ref");
    const kind = typeof reference === "string" ? reference.slice(REFERENCE.length) : "";
    if (!KIND.test(kind)) {
      problems.push(problemAt(`${at}/items/oneOf/${index}`, 'must be {"$ref": "#/$defs/<kind>"}'));
      return;
    }
    identity[kind] = identityOfKind(output, kind, problems);
  });
  return { identity, problems };
}

function identityOfKind(
  output: Readonly<Record<string, unknown>>,
  kind: string,
  problems: ValidationProblem[],
): readonly string[] {
  const at = joinPointer("/$defs", kind);
  const definition = valueAt(output, at);
  if (valueAt(definition, "/properties/kind/const") !== kind) {
    problems.push(problemAt(at, `must have properties.kind.const = "${kind}", its own name`));
  }
  const fields = valueAt(definition, "/x-identity");
  if (!Array.isArray(fields)) {
    problems.push(problemAt(at, 'needs "x-identity", the fields that say which finding it is'));
    return [];
  }
  const required = valueAt(definition, "/required");
  fields.forEach((field, index) => {
    const place = `${at}/x-identity/${index}`;
    if (NOT_IDENTIFYING.includes(field)) {
      problems.push(problemAt(place, `"${field}" does not identify a finding: it may change`));
    } else if (!Array.isArray(required) || !required.includes(field)) {
      problems.push(problemAt(place, `"${field}" must be among the required fields of "${kind}"`));
    } else if (valueAt(definition, joinPointer("/properties", field)) === undefined) {
      problems.push(problemAt(place, `"${field}" is not a property of "${kind}"`));
    }
  });
  return fields.map(String);
}
