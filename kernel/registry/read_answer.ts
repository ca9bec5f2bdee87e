import type { Violation } from "../diagnostics/describe_violations.ts";
import type { BundlerAnswer, BundlerProblem, BundlerResult } from "./bundler_job.ts";
import { BundlerFailure } from "./errors.ts";

const CODES: readonly unknown[] = [
  "E_BUNDLE_IMPORT",
  "E_BUNDLE_SYNTAX",
  "E_BUNDLE_LIMIT",
  "E_PLUGIN_SCHEMA",
];

/**
 * Reads what the bundler's process answered. It has worked on strangers' sources: its answer is
 * believed in nothing but its form, and the code in it is only used when its hash is a trusted one.
 * @param text JSON
 * @throws BundlerFailure when it is not a {@link BundlerAnswer}
 */
export function readAnswer(text: string): BundlerAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new BundlerFailure("its answer is not JSON");
  }
  if (!isRecord(answer) || !isListOf(answer["plugins"], isResult)) {
    throw new BundlerFailure("its answer has another form");
  }
  return { plugins: answer["plugins"] };
}

function isResult(value: unknown): value is BundlerResult {
  return isRecord(value) &&
    ["id", "bundle", "config_validator", "output_validator"].every((key) => isText(value[key])) &&
    isListOf(value["problems"], isProblem) &&
    isListOf(value["defaults_violations"], isViolation);
}

function isProblem(value: unknown): value is BundlerProblem {
  return isRecord(value) && CODES.includes(value["code"]) &&
    ["path", "message", "fix"].every((key) => isText(value[key])) &&
    (value["source_line"] === null || isText(value["source_line"])) &&
    [value["line"], value["column"]].every((place) => Number.isSafeInteger(place));
}

function isViolation(value: unknown): value is Violation {
  return isRecord(value) && isText(value["keyword"]) && isText(value["instancePath"]) &&
    isRecord(value["params"]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}
