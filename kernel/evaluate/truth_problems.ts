import type * as z from "zod";
import { shortValue } from "../diagnostics/describe_violations.ts";
import type { SourceProblem } from "../diagnostics/errors.ts";
import { joinPointer, valueAt } from "../diagnostics/json_pointer.ts";
import { nearest } from "../diagnostics/nearest.ts";
import type { YamlSource } from "../diagnostics/yaml_source.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * Puts a validator's issues into words, with the place in the file and what to write instead.
 * @param issues as zod left them
 * @param schema JSON Schema of the same, to name known keys
 * @param source the file
 */
export function truthProblems(
  issues: readonly Issue[],
  schema: Readonly<Record<string, unknown>>,
  source: YamlSource,
): SourceProblem[] {
  return withoutEchoes(issues).flatMap((issue) => inWords(issue, [], schema, source.value))
    .map(({ pointer, at, message, fix }) => {
      const { line, column } = source.locate(pointer, at);
      return {
        code: "E_TRUTH_INVALID",
        file: source.file,
        line,
        column,
        message,
        fix,
        source_line: source.lineText(line),
      };
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** What an object with an unknown key lacks is, as a rule, that key spelt right. */
function withoutEchoes(issues: readonly Issue[]): Issue[] {
  const misspelt = new Set(
    issues.filter(({ code }) => code === "unrecognized_keys").map(({ path }) => path.join("/")),
  );
  return issues.filter(({ code, path }) => code !== "custom" || !misspelt.has(path.join("/")));
}

interface Words {
  readonly pointer: string;
  readonly at: "key" | "value";
  readonly message: string;
  readonly fix: string;
}

function inWords(
  issue: Issue,
  above: Path,
  schema: Readonly<Record<string, unknown>>,
  root: unknown,
): Words[] {
  const path = [...above, ...issue.path];
  const pointer = path.reduce<string>((so, key) => joinPointer(so, String(key)), "");
  const value = valueAt(root, pointer);
  const say = (message: string, fix = "", at: "key" | "value" = "value"): Words[] => [
    { pointer, at, message: `${nameOf(path)}${message}`, fix },
  ];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => {
        const known = knownKeys(schema, path, value);
        const meant = nearest(key, known);
        return {
          pointer: joinPointer(pointer, key),
          at: "key",
          message: `unknown key ${shortValue(key)}`,
          fix: meant === undefined ? `known keys: ${known.join(", ")}` : `write "${meant}"`,
        };
      });
    case "invalid_union": {
      if ("options" in issue && Array.isArray(issue.options)) {
        return say(...notOneOf(issue.options, value));
      }
      const branch = likeliest(issue.errors, value);
      if (branch === undefined) return say(`is not one of the forms it may have`);
      return branch.flatMap((inner) => inWords(inner, path, schema, root));
    }
    case "invalid_key":
      return issue.issues.flatMap((inner) =>
        inWords(inner, path, schema, root).map((words) => ({ ...words, at: "key" as const }))
      );
    case "invalid_type":
      return value === undefined
        ? say("is missing", "", "key")
        : say(`must be ${typeWords(issue.expected)}, not ${shortValue(value)}`);
    case "invalid_value":
      return say(...notOneOf(issue.values, value));
    case "too_small":
    case "too_big":
      return say(limitWords(issue, value));
    case "custom":
      return say(issue.message);
    default:
      return say(lowerFirst(issue.message));
  }
}

/** The last key of a path, as the start of a sentence. */
function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "the file ";
  if (typeof last === "string") return `${last} `;
  const list = path.at(-2);
  return typeof list === "string" ? `${list} ${Number(last) + 1} ` : `item ${Number(last) + 1} `;
}

/** Of the branches of a union the one the writer meant: one that accepts the value's type. */
function likeliest(
  branches: readonly (readonly Issue[])[],
  value: unknown,
): readonly Issue[] | undefined {
  const fitting = branches.filter((issues) => typesRefused(issues).length === 0);
  if (fitting.length > 0) return fitting[0];
  // None takes this type: say it of them all at once.
  const types = [...new Set(branches.flatMap(typesRefused))];
  const message = `must be ${types.join(" or ")}, not ${shortValue(value)}`;
  return [{ code: "custom", path: [], message, input: value }];
}

/** The types a branch would have taken instead; empty when it takes the value's type. */
function typesRefused(issues: readonly Issue[]): string[] {
  return issues.filter(({ path }) => path.length === 0).flatMap((issue) => {
    if (issue.code === "invalid_type") return [typeWords(issue.expected)];
    if (issue.code !== "invalid_union") return [];
    const inner = issue.errors.map(typesRefused);
    return inner.every((types) => types.length > 0) ? inner.flat() : [];
  });
}

function notOneOf(allowed: readonly unknown[], value: unknown): [message: string, fix: string] {
  const meant = typeof value === "string"
    ? nearest(value, allowed.filter((one) => typeof one === "string"))
    : undefined;
  return [
    `must be ${allowed.map(shortValue).join(" or ")}, not ${shortValue(value)}`,
    meant === undefined ? "" : `write "${meant}"`,
  ];
}

function limitWords(
  issue: Extract<Issue, { code: "too_small" | "too_big" }>,
  value: unknown,
): string {
  const small = issue.code === "too_small";
  const limit = String(small ? issue.minimum : issue.maximum);
  const bound = small ? "at least" : "at most";
  if (Array.isArray(value)) return `must have ${bound} ${limit} item${limit === "1" ? "" : "s"}`;
  if (typeof value === "string") return `must have ${bound} ${limit} characters`;
  return `must be ${bound} ${limit}, not ${shortValue(value)}`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  null: "null",
  array: "a list",
  tuple: "a list",
  object: "a mapping",
  record: "a mapping",
};

function typeWords(expected: string): string {
  return TYPES[expected] ?? expected;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** Keys that an object at this path may have, by the JSON Schema and the object itself. */
function knownKeys(
  schema: Readonly<Record<string, unknown>>,
  path: Path,
  value: unknown,
): string[] {
  let nodes: Schema[] = resolve([schema as Schema], schema);
  for (const step of path) {
    const next = nodes.flatMap((node) => {
      if (typeof step === "number" && node.items !== undefined) return [node.items];
      const member = node.properties?.[String(step)] ?? node.additionalProperties;
      return typeof member === "object" && member !== null ? [member] : [];
    });
    nodes = resolve(next, schema);
  }
  // Of forms told apart by a constant, the one the object says it is.
  const meant = nodes.filter(({ properties = {} }) =>
    Object.entries(properties).every(([key, member]) =>
      member.const === undefined || member.const === valueAt(value, joinPointer("", key))
    )
  );
  const forms = meant.length > 0 ? meant : nodes;
  return [...new Set(forms.flatMap((node) => Object.keys(node.properties ?? {})))];
}

interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}

function resolve(nodes: readonly Schema[], root: Readonly<Record<string, unknown>>): Schema[] {
  return nodes.flatMap((node): Schema[] => {
    const target = node.$ref === undefined
      ? node
      : valueAt(root, node.$ref.slice(1)) as Schema | undefined;
    if (target === undefined) return [];
    const branches = target.anyOf ?? target.oneOf;
    return branches === undefined ? [target] : resolve(branches, root);
  });
}
