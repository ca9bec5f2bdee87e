import { shortValue } from "../diagnostics/describe_violations.ts";
import { describeTolerance, isNear, type Tolerance } from "./tolerance.ts";
import type { Condition, Operators } from "./truth_schema.ts";

/** One operator on one value, and how it went. */
export interface Outcome {
  readonly passed: boolean;
  /** What was asked for: `1440 ± 6 rows`, `at least 0.9`. */
  readonly wanted: string;
  /** How far a number is from passing; null where distance has no meaning, 0 where it passed. */
  readonly off_by: number | null;
}

/**
 * Tests a value from a report.
 * @param found the value; undefined when its path leads nowhere, which only `exists: false` allows
 * @param condition a value to equal, or operators, which must all hold
 * @returns one outcome an operator, at least one
 */
export function testCondition(found: unknown, condition: Condition): Outcome[] {
  if (typeof condition !== "object" || condition === null || Array.isArray(condition)) {
    return [equality(found, condition, {})];
  }
  const tests: Outcome[] = [];
  for (const name of Object.keys(OPERATORS) as (keyof typeof OPERATORS)[]) {
    const operand = condition[name];
    if (operand === undefined) continue;
    tests.push(OPERATORS[name](found, operand as never, condition));
  }
  return tests;
}

type Operator<K extends keyof Operators> = (
  found: unknown,
  operand: NonNullable<Operators[K]> | null,
  all: Operators,
) => Outcome;

type Values = Exclude<keyof Operators, keyof Tolerance>;

/** Every operator of the schema; a new one does not compile until it is here. */
const OPERATORS: { readonly [K in Values]-?: Operator<K> } = {
  equals: (found, operand, all) => equality(found, operand, all),
  not_equals: (found, operand) => ({
    passed: isComparable(found) && !same(found, operand, {}),
    wanted: `not ${shortValue(operand)}`,
    off_by: null,
  }),
  at_least: (found, least) => ordered(found, `at least ${least}`, (x) => x - Number(least), true),
  at_most: (found, most) => ordered(found, `at most ${most}`, (x) => Number(most) - x, true),
  above: (found, least) => ordered(found, `above ${least}`, (x) => x - Number(least), false),
  below: (found, most) => ordered(found, `below ${most}`, (x) => Number(most) - x, false),
  between: (found, ends) => {
    const [low, high] = ends as readonly [number, number];
    return ordered(found, `${low} to ${high}`, (x) => Math.min(x - low, high - x), true);
  },
  one_of: (found, values) => ({
    passed: (values as readonly unknown[]).some((value) => same(found, value, {})),
    wanted: `one of ${shortValue(values)}`,
    off_by: null,
  }),
  none_of: (found, values) => ({
    passed: isComparable(found) &&
      !(values as readonly unknown[]).some((value) => same(found, value, {})),
    wanted: `none of ${shortValue(values)}`,
    off_by: null,
  }),
  contains: (found, parts) => ({
    passed: containsAll(found, parts),
    wanted: `contains ${shortValue(parts)}`,
    off_by: null,
  }),
  exists: (found, wanted) => ({
    passed: (found !== undefined) === wanted,
    wanted: wanted ? "anything" : "nothing",
    off_by: null,
  }),
};

/**
 * Whether text has every part, or a list every item.
 * @param found from a report
 * @param parts one, or a list of which none may lack; an empty list asks for nothing
 */
export function containsAll(found: unknown, parts: unknown): boolean {
  const all = Array.isArray(parts) ? parts : [parts];
  if (typeof found === "string") {
    return all.every((part) => typeof part === "string" && found.includes(part));
  }
  return Array.isArray(found) &&
    all.every((part) => found.some((item) => same(item, part, {})));
}

function equality(found: unknown, expected: unknown, tolerance: Tolerance): Outcome {
  const numbers = typeof found === "number" && typeof expected === "number";
  const passed = same(found, expected, tolerance);
  const distance = numbers ? Math.abs(found - expected) : NaN;
  return {
    passed,
    wanted: shortValue(expected) + describeTolerance(tolerance),
    off_by: passed ? 0 : Number.isFinite(distance) ? distance : null,
  };
}

/** Equal, numbers within the tolerance; lists item by item. NaN is equal to nothing. */
function same(found: unknown, expected: unknown, tolerance: Tolerance): boolean {
  if (typeof found === "number" && typeof expected === "number") {
    return isNear(found, expected, tolerance);
  }
  if (Array.isArray(found) && Array.isArray(expected)) {
    return found.length === expected.length &&
      found.every((item, i) => same(item, expected[i], tolerance));
  }
  return found === expected;
}

/** A missing value and NaN are not "something else": they pass no comparison. */
function isComparable(found: unknown): boolean {
  return found !== undefined && !(typeof found === "number" && !Number.isFinite(found));
}

/** @param room how far inside the bound a number is, negative outside */
function ordered(
  found: unknown,
  wanted: string,
  room: (x: number) => number,
  inclusive: boolean,
): Outcome {
  if (typeof found !== "number" || !Number.isFinite(found)) {
    return { passed: false, wanted, off_by: null };
  }
  const left = room(found);
  const passed = left > 0 || (inclusive && left === 0);
  return { passed, wanted, off_by: passed ? 0 : Math.abs(left) };
}
