import { isDeeperThan } from "../contract/validators.ts";
import type { ValidationProblem } from "../diagnostics/describe_violations.ts";
import { joinPointer } from "../diagnostics/json_pointer.ts";
import { findingIdentity } from "./finding_identity.ts";

/** A schema as parsed JSON, already of the allowed shape. */
export type PluginSchema = Readonly<Record<string, unknown>>;

/** Bounds on a plugin's schema that JSON Schema itself cannot state. */
export const SCHEMA_LIMITS = {
  bytes: 256 * 1024,
  /** Levels of nested JSON. */
  depth: 32,
  /** Sub-schemas after every `$ref` is replaced by what it means: bounds a validator's work. */
  expanded: 20_000,
  /** `uniqueItems` compares every item with every other. */
  unique_items: 1000,
} as const;

const ONE = [
  "additionalProperties",
  "propertyNames",
  "items",
  "contains",
  "not",
  "if",
  "then",
  "else",
];
const MANY = ["prefixItems", "allOf", "anyOf", "oneOf"];

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
    return [problem("", `is nested deeper than ${SCHEMA_LIMITS.depth} levels`)];
  }
  const problems: ValidationProblem[] = [];
  checkReferences(schema, problems);
  if (problems.length > 0) return problems;
  if (use === "config") checkSettings(schema, problems);
  else problems.push(...findingIdentity(schema).problems);
  return problems;
}

/** Walks every sub-schema once, measuring what each `$defs` entry expands to. */
function checkReferences(root: PluginSchema, problems: ValidationProblem[]): void {
  const definitions = isObject(root["$defs"]) ? root["$defs"] : {};
  const sizes = new Map<string, number>();
  const open = new Set<string>();

  function sizeOf(schema: unknown, pointer: string): number {
    if (!isObject(schema)) return 1;
    if (
      schema["uniqueItems"] === true && !(Number(schema["maxItems"]) <= SCHEMA_LIMITS.unique_items)
    ) {
      problems.push(problem(
        joinPointer(pointer, "uniqueItems"),
        `needs maxItems of at most ${SCHEMA_LIMITS.unique_items} beside it`,
      ));
    }
    let size = 1;
    if (typeof schema["$ref"] === "string") size += sizeOfReference(schema["$ref"], pointer);
    for (const key of ONE) {
      if (Object.hasOwn(schema, key)) size += sizeOf(schema[key], joinPointer(pointer, key));
    }
    for (const key of MANY) {
      const list = schema[key];
      if (!Array.isArray(list)) continue;
      list.forEach((item, i) => size += sizeOf(item, joinPointer(joinPointer(pointer, key), i)));
    }
    const properties = schema["properties"];
    for (const [key, inner] of Object.entries(isObject(properties) ? properties : {})) {
      size += sizeOf(inner, joinPointer(`${pointer}/properties`, key));
    }
    if (isObject(schema["$defs"]) && pointer !== "") {
      problems.push(problem(`${pointer}/$defs`, "belongs at the top of the schema"));
    }
    return size;
  }

  function sizeOfReference(reference: string, pointer: string): number {
    const name = reference.slice("#/$defs/".length);
    const at = joinPointer(pointer, "$ref");
    if (!Object.hasOwn(definitions, name)) {
      problems.push(problem(at, `points to "${name}", which $defs does not have`));
      return 0;
    }
    if (open.has(name)) {
      problems.push(
        problem(at, `makes "${name}" contain itself: recursive schemas are not allowed`),
      );
      return 0;
    }
    const known = sizes.get(name);
    if (known !== undefined) return known;
    open.add(name);
    const size = sizeOf(definitions[name], joinPointer("/$defs", name));
    open.delete(name);
    sizes.set(name, size);
    return size;
  }

  let expanded = sizeOf(root, "");
  for (const name of Object.keys(definitions)) {
    if (!sizes.has(name)) {
      expanded += sizeOfReference(`#/$defs/${name}`, joinPointer("/$defs", name));
    }
  }
  if (expanded > SCHEMA_LIMITS.expanded) {
    problems.push(problem(
      "",
      `expands to ${expanded} sub-schemas, more than the ${SCHEMA_LIMITS.expanded} allowed`,
    ));
  }
}

function checkSettings(schema: PluginSchema, problems: ValidationProblem[]): void {
  if (schema["additionalProperties"] !== false) {
    problems.push(problem(
      "",
      "must have additionalProperties: false, or a mistyped setting would be ignored",
    ));
  }
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  for (const [key, inner] of Object.entries(properties)) {
    if (isObject(inner) && typeof inner["description"] === "string") continue;
    problems.push({
      ...problem(joinPointer("/properties", key), `the setting "${key}" has no description`),
      at: "key",
    });
  }
}

function problem(pointer: string, message: string): ValidationProblem {
  return { pointer, message, value: "", fix: "", at: "value" };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
