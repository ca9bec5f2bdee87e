import type { PluginSchema } from "./measure_schema.ts";

/** Characters of text that cost as much to count as one sub-schema costs to apply. */
const CHARACTERS = 64;

/**
 * True when checking a value against a schema would take more than `limit` steps, where a step is
 * about one sub-schema or one required or allowed value applied once (50 to 500 ns in generated
 * code). Both schema and value come from a stranger: together they could keep the kernel, which
 * has one thread, from its timers for minutes. This walk stops at the limit; the validator has none.
 * @param schema without recursion (`checkPluginSchema`)
 * @param value not nested deeper than the stack allows (`isDeeperThan`)
 * @param limit steps
 */
export function exceedsWork(schema: PluginSchema, value: unknown, limit: number): boolean {
  const definitions = (schema["$defs"] ?? {}) as Readonly<Record<string, unknown>>;
  let left = limit;

  function apply(schema: unknown, value: unknown): void {
    if (--left < 0 || typeof schema !== "object" || schema === null) return;
    const keywords = schema as Readonly<Record<string, unknown>>;
    left -= sizeOf(keywords["required"]) + sizeOf(keywords["enum"]);
    if (typeof value === "object" && value !== null) {
      // Comparing goes on as long as both agree: at worst to the end of the smaller of the two.
      const same = (each: unknown): boolean => Array.isArray(each) === Array.isArray(value);
      const allowed = [keywords["const"], ...(keywords["enum"] as unknown[] | undefined ?? [])];
      for (const each of allowed) if (isObject(each) && same(each)) left -= partsOf(each);
    }
    if (typeof keywords["$ref"] === "string") {
      apply(definitions[keywords["$ref"].slice("#/$defs/".length)], value);
    }
    for (const key of IN_PLACE) {
      if (keywords[key] !== undefined) apply(keywords[key], value);
    }
    applyEach(keywords["allOf"], value);
    applyEach(keywords["anyOf"], value);
    applyOneOf(keywords, value);
    if (typeof value === "string") countCharacters(keywords, value);
    else if (Array.isArray(value)) applyToItems(keywords, value);
    else if (typeof value === "object" && value !== null) applyToMembers(keywords, value);
  }

  function applyEach(schemas: unknown, value: unknown): void {
    if (!Array.isArray(schemas)) return;
    for (const each of schemas) {
      if (left < 0) return;
      apply(each, value);
    }
  }

  /** With a discriminator only the branch that the value names is applied. */
  function applyOneOf(keywords: Readonly<Record<string, unknown>>, value: unknown): void {
    const branches = keywords["oneOf"];
    if (!Array.isArray(branches)) return;
    const tag = (keywords["discriminator"] as { propertyName?: string } | undefined)?.propertyName;
    if (tag === undefined) return applyEach(branches, value);
    left -= branches.length;
    const named = typeof value === "object" && value !== null && Object.hasOwn(value, tag)
      ? (value as Record<string, unknown>)[tag]
      : undefined;
    const chosen = branches.filter((branch) => mayBeTagged(resolve(branch), tag, named));
    applyEach(chosen, value);
  }

  function resolve(schema: unknown): unknown {
    const reference = (schema as { $ref?: string } | null)?.$ref;
    return reference === undefined ? schema : definitions[reference.slice("#/$defs/".length)];
  }

  function countCharacters(keywords: Readonly<Record<string, unknown>>, text: string): void {
    if (keywords["maxLength"] !== undefined) left -= text.length / CHARACTERS;
    if (keywords["minLength"] !== undefined) left -= text.length / CHARACTERS;
  }

  function applyToItems(keywords: Readonly<Record<string, unknown>>, items: unknown[]): void {
    const { items: rest, contains, prefixItems, uniqueItems } = keywords;
    if (uniqueItems === true) left -= items.length;
    const first = Array.isArray(prefixItems) ? prefixItems : [];
    if (rest === undefined && contains === undefined && first.length === 0) return;
    for (let i = 0; i < items.length && left >= 0; i++) {
      const own = i < first.length ? first[i] : rest;
      if (own !== undefined) apply(own, items[i]);
      if (contains !== undefined) apply(contains, items[i]);
    }
  }

  function applyToMembers(keywords: Readonly<Record<string, unknown>>, value: object): void {
    const { additionalProperties, propertyNames } = keywords;
    const properties = (keywords["properties"] ?? {}) as Readonly<Record<string, unknown>>;
    left -= sizeOf(properties) + sizeOf(keywords["dependentRequired"]);
    for (const [key, member] of Object.entries(value)) {
      if (--left < 0) return;
      if (propertyNames !== undefined) apply(propertyNames, key);
      const own = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
      if (own !== undefined) apply(own, member);
    }
  }

  apply(schema, value);
  return left < 0;
}

const parts = new WeakMap<object, number>();

/** Values inside a value of a schema, however deep. */
function partsOf(value: object): number {
  const known = parts.get(value);
  if (known !== undefined) return known;
  let count = 0;
  for (const each of Object.values(value)) count += isObject(each) ? 1 + partsOf(each) : 1;
  parts.set(value, count);
  return count;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** True unless the branch says that its tag is another one. */
function mayBeTagged(branch: unknown, tag: string, named: unknown): boolean {
  const properties = (branch as { properties?: Record<string, unknown> } | null)?.properties;
  const constant = (properties?.[tag] as { const?: unknown } | undefined)?.const;
  return typeof constant !== "string" || constant === named;
}

const IN_PLACE = ["not", "if", "then", "else"] as const;

function sizeOf(list: unknown): number {
  if (typeof list !== "object" || list === null) return 0;
  if (Array.isArray(list)) return list.length;
  let size = 0;
  for (const each of Object.values(list)) size += Array.isArray(each) ? 1 + each.length : 1;
  return size;
}
