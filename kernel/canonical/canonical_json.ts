import stringify from "./generated/stable_stringify.js";

/** A value that canonical JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | {
  readonly [key: string]: Json;
};

/**
 * Writes a value as canonical JSON: keys sorted by UTF-16 code units, integers up to 2^53 exact,
 * other numbers rounded to 15 significant digits, −0 as 0. Equal values give equal bytes, and
 * reading the text and writing it again changes nothing. Properties that are `undefined` are
 * left out.
 *
 * The result is RFC 8785 (doi:10.17487/RFC8785) of the rounded value.
 * @param value plain data: null, booleans, finite numbers, well-formed strings, arrays, objects
 * @throws TypeError naming the JSON pointer of a NaN, an infinity, a lone surrogate, a hole, a
 *   function, a symbol, a BigInt, a cycle, or an object that is not plain
 */
export function canonicalJson(value: unknown): string {
  return stringify(canonicalValue(value));
}

/**
 * The value that {@link canonicalJson} writes: a checked, rounded deep copy.
 * @param value see {@link canonicalJson}
 * @throws TypeError see {@link canonicalJson}
 */
export function canonicalValue(value: unknown): Json {
  return copy(value, "", []);
}

/**
 * Rounds to 15 significant digits, so that the last bits of a sum do not reach a report.
 * @param x finite number
 */
export function roundSignificant(x: number): number {
  if (Number.isSafeInteger(x)) return x === 0 ? 0 : x;
  const rounded = Number(x.toPrecision(15));
  return rounded === 0 ? 0 : rounded;
}

function copy(value: unknown, pointer: string, above: readonly unknown[]): Json {
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      if (!value.isWellFormed()) throw refuse(pointer, "a string with a lone surrogate");
      return value;
    case "number":
      if (!Number.isFinite(value)) throw refuse(pointer, String(value));
      return finiteAfterRounding(value);
    case "object":
      break;
    default:
      throw refuse(pointer, `a ${typeof value}`);
  }
  if (value === null) return null;
  if (above.includes(value)) throw refuse(pointer, "a cycle");
  const path = [...above, value];
  if (Array.isArray(value)) {
    const out: Json[] = new Array(value.length);
    for (let i = 0; i < value.length; i++) out[i] = copy(value[i], `${pointer}/${i}`, path);
    return out;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw refuse(pointer, `a ${value.constructor?.name ?? "non-plain object"}`);
  }
  // A null prototype keeps a key named __proto__ an ordinary key.
  const out: Record<string, Json> = Object.create(null);
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    if (!key.isWellFormed()) throw refuse(pointer, "a key with a lone surrogate");
    if (key === "toJSON") throw refuse(pointer, "a key named toJSON");
    out[key] = copy(inner, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, path);
  }
  return out;
}

/** Rounding the largest doubles to 15 digits would overflow: they are kept as they are. */
function finiteAfterRounding(x: number): number {
  const rounded = roundSignificant(x);
  return Number.isFinite(rounded) ? rounded : x;
}

function refuse(pointer: string, what: string): TypeError {
  return new TypeError(`canonical JSON cannot hold ${what} at "${pointer}"`);
}
