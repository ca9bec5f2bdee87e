import type { Report } from "../contract/report.ts";
import { matchRows } from "./match_rows.ts";
import { allFindings, isAnswer, type OwnedFinding, unmetConditions } from "./select_findings.ts";
import type { Conditions } from "./truth_schema.ts";

/** What should be found of one sort, of whatever plugin. */
export interface Target {
  readonly of: TargetSort;
  readonly plugin_id?: string | undefined;
  readonly where?: Conditions | undefined;
  /** Column or target column that the findings must be about. */
  readonly about?: string | undefined;
  /** Rows, or names of features, or pairs as {@link pairName} writes them. */
  readonly expected: readonly (number | string)[];
  /** Rows that a hit may be away. */
  readonly margin: number;
}

/** The lists of a truth file that name what should be found, in the order they are checked. */
export const TARGET_SORTS = [
  "changepoints",
  "anomalies",
  "features",
  "dependence_shift_pairs",
] as const;

export type TargetSort = typeof TARGET_SORTS[number];

/** What was found of a target. */
export interface Match {
  /** Expected items that were found, in order. */
  readonly hits: readonly (number | string)[];
  readonly missed: readonly (number | string)[];
  /** Everything found, each item once. */
  readonly found: readonly (number | string)[];
  /** Found items that are no hit. */
  readonly extra: readonly (number | string)[];
}

/** How findings of each sort name what they found; undefined for one that does not count. */
const ITEMS: Readonly<
  Record<TargetSort, {
    readonly kind: string;
    readonly about: string;
    readonly item: (finding: OwnedFinding["finding"]) => number | string | undefined;
  }>
> = {
  changepoints: { kind: "changepoint", about: "column", item: ({ index }) => rowNumber(index) },
  anomalies: { kind: "anomaly", about: "column", item: ({ row_index }) => rowNumber(row_index) },
  features: {
    kind: "feature_discovery",
    about: "target",
    item: ({ feature, selected }) =>
      typeof feature === "string" && selected !== false ? feature : undefined,
  },
  dependence_shift_pairs: {
    kind: "dependence_shift",
    about: "",
    item: ({ pair }) =>
      Array.isArray(pair) && pair.length === 2
        ? pairName([String(pair[0]), String(pair[1])])
        : undefined,
  },
};

/** Two names as one, in an order of their own. */
export function pairName(pair: readonly [string, string]): string {
  return [...pair].sort().map((name) => JSON.stringify(name)).join(" – ");
}

/** Finding kind that a sort of target is about. */
export function kindOf(sort: TargetSort): string {
  return ITEMS[sort].kind;
}

/** The row or name that a finding of this sort is about; undefined for one that does not count. */
export function itemOf(sort: TargetSort, { finding }: OwnedFinding): number | string | undefined {
  return ITEMS[sort].item(finding);
}

/** The findings that are candidates for a target. */
export function candidatesOf(report: Report, target: Target): OwnedFinding[] {
  const { kind, about, item } = ITEMS[target.of];
  return allFindings(report, target.plugin_id).filter(({ finding }) =>
    finding.kind === kind && isAnswer(finding) && item(finding) !== undefined &&
    (target.about === undefined || finding[about] === target.about) &&
    unmetConditions(finding, target.where ?? {}).length === 0
  );
}

/** Compares what a report found with what it should have, item by item. */
export function matchTarget(report: Report, target: Target): Match {
  const { item } = ITEMS[target.of];
  const all = new Set(candidatesOf(report, target).map(({ finding }) => item(finding)!));
  const found = [...all].sort(inOrder);
  const expected = [...new Set(target.expected)].sort(inOrder);
  const used = target.of === "changepoints" || target.of === "anomalies"
    ? matchRows(expected as number[], found as number[], target.margin)
    : expected.map((name) => all.has(name) ? name : undefined);
  const taken = new Set(used);
  return {
    hits: expected.filter((_, i) => used[i] !== undefined),
    missed: expected.filter((_, i) => used[i] === undefined),
    found,
    extra: found.filter((one) => !taken.has(one)),
  };
}

function rowNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) ? value : undefined;
}

function inOrder(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
