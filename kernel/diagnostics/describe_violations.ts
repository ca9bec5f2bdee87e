import { joinPointer, type JsonPointer, valueAt } from "./json_pointer.ts";
import { nearest } from "./nearest.ts";

/** One thing wrong with a value, in words for a person. */
export interface ValidationProblem {
  /** Where in the value; an unknown key is pointed at itself. */
  readonly pointer: JsonPointer;
  /** What is wrong, starting with what the value must be: `must be one of "a", "b"`. */
  readonly message: string;
  /** The offending value as JSON, cut to 80 characters; not escaped for a terminal. */
  readonly value: string;
  /** What to write instead, or empty. */
  readonly fix: string;
  /** Whether a reader should look at the key or at the value. */
  readonly at: "key" | "value";
}

/** A violation as generated validators report it (ajv's words). */
export interface Violation {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Problems reported of one value at most. */
const MAX_PROBLEMS = 50;
const MAX_VALUE = 80;
/** Characters of a pointer or an unknown key that are shown: both may be a stranger's, and megabytes. */
const MAX_POINTER = 1000;
/** Allowed values that a message lists. */
const MAX_LISTED = 24;

/**
 * Rewrites a validator's violations for people: what must be there, what is there, what to write.
 * Violations of the branches of `anyOf` and `oneOf` are folded into one.
 * @param violations as the validator left them in `errors`
 * @param schema the schema that was violated, to name known keys
 * @param value the value that was checked
 */
export function describeViolations(
  violations: readonly Violation[],
  schema: Readonly<Record<string, unknown>>,
  value: unknown,
): ValidationProblem[] {
  const problems: ValidationProblem[] = [];
  const seen = new Set<string>();
  for (const violation of foldBranches(violations)) {
    const problem = describe(violation, schema, value);
    const key = `${problem.pointer} ${problem.message}`;
    if (seen.has(key)) continue;
    seen.add(key);
    problems.push(problem);
    if (problems.length === MAX_PROBLEMS) break;
  }
  return problems;
}

/**
 * A value as messages show it: JSON, cut to 80 characters.
 * @param value whatever was there; undefined for nothing
 */
export function shortValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value) && value.length > MAX_VALUE) return `a list of ${value.length} items`;
  if (typeof value === "object" && value !== null && Object.keys(value).length > MAX_VALUE) {
    return `an object of ${Object.keys(value).length} keys`;
  }
  // A long text or a deep value is cut before it is written out.
  const text = typeof value === "string"
    ? JSON.stringify(value.slice(0, MAX_VALUE + 1))
    : JSON.stringify(value, cutDepth()) ?? String(value);
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 1)}…`;
}

/** Replacer that writes an ellipsis for what is nested deeply or long, so that nothing large is built. */
function cutDepth(): (this: unknown, key: string, value: unknown) => unknown {
  const depths = new Map<unknown, number>();
  return function (this: unknown, _key: string, value: unknown): unknown {
    if (typeof value === "string") return value.slice(0, MAX_VALUE);
    if (typeof value !== "object" || value === null) return value;
    const depth = (depths.get(this) ?? 0) + 1;
    depths.set(value, depth);
    const size = Array.isArray(value) ? value.length : Object.keys(value).length;
    return depth > 2 || (depth === 2 && size > 10) ? "…" : value;
  };
}

/** Drops the violations of branches where their `anyOf` or `oneOf` is reported as well. */
function foldBranches(violations: readonly Violation[]): Violation[] {
  const kept: Violation[] = [];
  for (const violation of violations) {
    if (violation.keyword === "if" || violation.keyword === "propertyNames") continue;
    if (violation.keyword === "anyOf" || violation.keyword === "oneOf") {
      const branch = `${violation.schemaPath}/`;
      while (kept.length > 0) {
        const last = kept.at(-1)!;
        const inBranch = last.schemaPath.startsWith(branch) ||
          (last.schemaPath.startsWith("#/$defs/") &&
            last.instancePath.startsWith(violation.instancePath) &&
            !violation.schemaPath.startsWith("#/$defs/"));
        if (!inBranch) break;
        kept.pop();
      }
    }
    kept.push(violation);
  }
  return kept;
}

function describe(
  violation: Violation,
  schema: Readonly<Record<string, unknown>>,
  root: unknown,
): ValidationProblem {
  const { keyword, params, instancePath } = violation;
  const pointer = cut(instancePath);
  const value = valueAt(root, instancePath);
  const got = shortValue(value);
  const problem = (message: string, fix = "", at: "key" | "value" = "value") => ({
    pointer,
    message,
    value: got,
    fix,
    at,
  });
  switch (keyword) {
    case "additionalProperties":
    case "unevaluatedProperties": {
      const key = String(params["additionalProperty"] ?? params["unevaluatedProperty"]);
      return unknownKey(violation, schema, root, key);
    }
    case "required":
      return problem(`lacks the key "${params["missingProperty"]}"`, "", "key");
    case "dependentRequired":
      return problem(`must have "${params["missingProperty"]}" beside "${params["property"]}"`);
    case "type":
      return problem(`must be ${typeWords(params["type"])}, not ${got}`);
    case "const":
      return problem(`must be ${shortValue(params["allowedValue"])}, not ${got}`);
    case "enum":
      return notAllowed(problem, params["allowedValues"], value, got);
    case "discriminator":
      return undiscriminated(violation, schema, value);
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return problem(`must be ${params["comparison"]} ${params["limit"]}, not ${got}`);
    case "multipleOf":
      return problem(`must be a multiple of ${params["multipleOf"]}, not ${got}`);
    case "minLength":
    case "maxLength":
      return problem(`must have ${limitWords(keyword, params, "character")}`);
    case "minItems":
    case "maxItems":
      return problem(`must have ${limitWords(keyword, params, "item")}`);
    case "minProperties":
    case "maxProperties":
      return problem(`must have ${limitWords(keyword, params, "key")}`);
    case "uniqueItems":
      return problem(`must not repeat an item (items ${params["j"]} and ${params["i"]})`);
    case "pattern":
      return problem(`must look like ${params["pattern"]}, not ${got}`);
    case "false schema":
      return problem("is not allowed here", "remove it", "key");
    case "anyOf":
    case "oneOf":
      return problem(alternatives(valueAt(schema, violation.schemaPath.slice(1)), got));
    default:
      return problem(`does not satisfy "${keyword}" (${shortValue(params)})`);
  }
}

function unknownKey(
  violation: Violation,
  schema: Readonly<Record<string, unknown>>,
  root: unknown,
  key: string,
): ValidationProblem {
  const parent = violation.schemaPath.slice(1).replace(/\/[^/]+$/, "");
  const properties = valueAt(schema, `${parent}/properties`);
  const known = typeof properties === "object" && properties !== null
    ? Object.keys(properties)
    : [];
  const meant = nearest(key, known);
  const pointer = joinPointer(violation.instancePath, key);
  return {
    pointer: cut(pointer),
    message: `unknown key "${cut(key)}"`,
    value: shortValue(valueAt(root, pointer)),
    fix: meant !== undefined
      ? `write "${meant}"`
      : known.length > 0 && known.length <= MAX_LISTED
      ? `known keys: ${known.join(", ")}`
      : "remove it",
    at: "key",
  };
}

function cut(text: string): string {
  return text.length > MAX_POINTER ? `${text.slice(0, MAX_POINTER).toWellFormed()}…` : text;
}

function notAllowed(
  problem: (message: string, fix?: string) => ValidationProblem,
  allowed: unknown,
  value: unknown,
  got: string,
): ValidationProblem {
  const values = Array.isArray(allowed) ? allowed : [];
  const listed = values.slice(0, MAX_LISTED).map(shortValue).join(", ");
  const more = values.length > MAX_LISTED ? ` or ${values.length - MAX_LISTED} more` : "";
  const meant = typeof value === "string"
    ? nearest(value, values.filter((v) => typeof v === "string"))
    : undefined;
  return problem(
    `must be one of ${listed}${more}, not ${got}`,
    meant === undefined ? "" : `write "${meant}"`,
  );
}

function undiscriminated(
  violation: Violation,
  schema: Readonly<Record<string, unknown>>,
  value: unknown,
): ValidationProblem {
  const tag = String(violation.params["tag"]);
  const parent = violation.schemaPath.slice(1).replace(/\/[^/]+$/, "");
  const branches = valueAt(schema, `${parent}/oneOf`);
  const known = (Array.isArray(branches) ? branches : []).flatMap((branch) => {
    const resolved = typeof branch?.$ref === "string"
      ? valueAt(schema, branch.$ref.slice(1))
      : branch;
    const tagSchema = valueAt(resolved, joinPointer("/properties", tag));
    const constant = valueAt(tagSchema, "/const");
    return typeof constant === "string" ? [constant] : [];
  });
  const got = valueAt(value, joinPointer("", tag));
  const pointer = cut(joinPointer(violation.instancePath, tag));
  return notAllowed(
    (message, fix = "") => ({ pointer, message, value: shortValue(got), fix, at: "value" }),
    known,
    got,
    shortValue(got),
  );
}

function typeWords(type: unknown): string {
  const types = (Array.isArray(type) ? type : String(type).split(",")).map(String);
  return types.map((t) => TYPE_WORDS[t] ?? t).join(" or ");
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  null: "null",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  string: "text",
  array: "a list",
  object: "a mapping",
};

function limitWords(
  keyword: string,
  params: Readonly<Record<string, unknown>>,
  unit: string,
): string {
  const limit = Number(params["limit"]);
  const side = keyword.startsWith("min") ? "at least" : "at most";
  return `${side} ${limit} ${limit === 1 ? unit : `${unit}s`}`;
}

/** What would have satisfied an `anyOf`, where its branches are simple enough to say. */
function alternatives(branches: unknown, got: string): string {
  const words = (Array.isArray(branches) ? branches : []).map((branch) => {
    if (Array.isArray(branch?.required)) return `with ${branch.required.map(quote).join(" and ")}`;
    if (branch?.type !== undefined) return typeWords(branch.type);
    if (Array.isArray(branch?.enum)) {
      return branch.enum.slice(0, MAX_LISTED).map(shortValue).join(", ");
    }
    return branch?.const === undefined ? "" : shortValue(branch.const);
  });
  return words.length === 0 || words.includes("")
    ? `is not one of the forms it may have: ${got}`
    : `must be ${words.join(" or ")}`;
}

function quote(key: unknown): string {
  return `"${key}"`;
}
