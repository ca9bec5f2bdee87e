import type { ValidationProblem } from "../diagnostics/describe_violations.ts";
import { joinPointer } from "../diagnostics/json_pointer.ts";

/** A schema as parsed JSON, already of the allowed shape. */
export type PluginSchema = Readonly<Record<string, unknown>>;

/** What a schema asks of a validator. */
export interface SchemaMeasure {
  /** Sub-schemas after every `$ref` is replaced by what it means. */
  readonly expanded: number;
  /** References that lead nowhere or back to themselves, and comparisons without bounds. */
  readonly problems: readonly ValidationProblem[];
}

/** Most items that `uniqueItems` may be asked to compare. */
const MAX_UNIQUE_ITEMS = 1000;

const ONE = [
  "additionalProperties",
  "propertyNames",
  "items",
  "contains",
  "not",
  "if",
  "then",
  "else",
] as const;
const MANY = ["prefixItems", "allOf", "anyOf", "oneOf"] as const;
const SCALARS: readonly unknown[] = ["boolean", "integer", "number", "string"];

/**
 * Measures what a schema expands to, visiting every sub-schema once.
 * @param root of the shape that `validatePluginSchema` allows, nested not too deeply to recurse
 */
export function measureSchema(root: PluginSchema): SchemaMeasure {
  const definitions = isObject(root["$defs"]) ? root["$defs"] : {};
  const problems: ValidationProblem[] = [];
  const sizes = new Map<string, number>();
  const open = new Set<string>();

  function sizeOf(schema: unknown, pointer: string): number {
    if (!isObject(schema)) return 1;
    checkUniqueItems(schema, pointer, problems);
    if (isObject(schema["$defs"]) && pointer !== "") {
      problems.push(problemAt(`${pointer}/$defs`, "belongs at the top of the schema"));
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
    return size;
  }

  function sizeOfReference(reference: string, pointer: string): number {
    const name = reference.slice("#/$defs/".length);
    const at = joinPointer(pointer, "$ref");
    if (!Object.hasOwn(definitions, name)) {
      problems.push(problemAt(at, `points to "${name}", which $defs does not have`));
      return 0;
    }
    if (open.has(name)) {
      const message = `makes "${name}" contain itself: recursive schemas are not allowed`;
      problems.push(problemAt(at, message));
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
    if (sizes.has(name)) continue;
    expanded += sizeOfReference(`#/$defs/${name}`, joinPointer("/$defs", name));
  }
  return { expanded, problems };
}

/** `uniqueItems` compares every item with every other unless they are known to be simple. */
function checkUniqueItems(
  schema: Readonly<Record<string, unknown>>,
  pointer: string,
  problems: ValidationProblem[],
): void {
  if (schema["uniqueItems"] !== true) return;
  const at = joinPointer(pointer, "uniqueItems");
  if (!(Number(schema["maxItems"]) <= MAX_UNIQUE_ITEMS)) {
    problems.push(problemAt(at, `needs maxItems of at most ${MAX_UNIQUE_ITEMS} beside it`));
  }
  const items = schema["items"];
  if (!isObject(items) || !SCALARS.includes(items["type"])) {
    problems.push(problemAt(
      at,
      'needs items with a "type" of boolean, integer, number or string beside it',
    ));
  }
}

/** A problem of the value at a pointer. */
export function problemAt(pointer: string, message: string): ValidationProblem {
  return { pointer, message, value: "", fix: "", at: "value" };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
