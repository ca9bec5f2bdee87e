import type { Finding } from "harness/sdk";

/** A finding's own field if it is a finite number. */
export function numberField(finding: Finding, name: string): number | undefined {
  const value = finding[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A finding's own field if it is text with something in it. */
export function textField(finding: Finding, name: string): string | undefined {
  const value = finding[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A finding's own field if it is a list of numbers. */
export function numbersField(finding: Finding, name: string): readonly number[] | undefined {
  const value = finding[name];
  return Array.isArray(value) && value.every((x) => typeof x === "number") ? value : undefined;
}

/** A finding's own field if it is a list of texts. */
export function textsField(finding: Finding, name: string): readonly string[] | undefined {
  const value = finding[name];
  return Array.isArray(value) && value.every((x) => typeof x === "string") ? value : undefined;
}

const COMMON = new Set([
  "id",
  "kind",
  "measurement_type",
  "score",
  "columns",
  "p_value",
  "q_value",
  "assumption",
  "reason",
  "evidence",
]);

/** The fields that are a kind's own, by name, in code-unit order. */
export function ownFields(finding: Finding): readonly (readonly [string, unknown])[] {
  return Object.keys(finding).filter((name) => !COMMON.has(name)).sort().map((name) =>
    [name, finding[name]] as const
  );
}
