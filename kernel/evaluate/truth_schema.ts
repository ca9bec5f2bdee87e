import * as z from "zod";
import { splitPath } from "./dotted_path.ts";
import { pairName } from "./match_target.ts";

const pluginId = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, "is not a plugin id")
  .describe("Id of a plugin, as `plugins list` has it.");
const path = z.string().max(1000)
  .refine((value) => splitPath(value) !== undefined, "is not a dotted path: it has an empty step")
  .meta({
    id: "dotted_path",
    description: String.raw`Keys and item numbers between dots; \. is a dot inside a key.`,
  });
const note = z.string().max(1000).optional().describe("What this checks, shown in the table.");
const row = z.int().min(0).max(2 ** 31);
const tolerances = {
  absolute: z.number().min(0).optional().describe("Distance allowed in the number's own unit."),
  relative: z.number().min(0).optional()
    .describe("Distance allowed as a share of the expected number."),
  significant_digits: z.int().min(1).max(15).optional()
    .describe("Digits of the expected number that must agree, to half a unit of the last."),
  margin: z.int().min(0).optional()
    .describe("Rows allowed to either side of a row number; the number found must be whole."),
};

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const scalars = z.array(scalar);

/** What text or a list must have: something, for every text has nothing in it. */
const parts = z.union([scalar, scalars.min(1)])
  .refine((value) => value !== "" && !(Array.isArray(value) && value.includes("")), {
    message: "is empty text, which every text has",
  });

/** Operators on one value; all that are given must hold. */
const operators = z.strictObject({
  equals: z.union([scalar, scalars]).optional()
    .describe("The value itself, within the tolerances beside it."),
  not_equals: z.union([scalar, scalars]).optional().describe("Any value but this one."),
  at_least: z.number().optional().describe("A number ≥ this."),
  at_most: z.number().optional().describe("A number ≤ this."),
  above: z.number().optional().describe("A number > this."),
  below: z.number().optional().describe("A number < this."),
  between: z.tuple([z.number(), z.number()]).optional()
    .describe("A number from the first to the second, both included."),
  one_of: scalars.min(1).optional().describe("Any of these values."),
  none_of: scalars.min(1).optional().describe("A value that is none of these."),
  contains: parts.optional()
    .describe("Text with this part, or a list with this item (with each of these)."),
  exists: z.boolean().optional().describe("Whether there is a value at all; null is a value."),
  ...tolerances,
}).superRefine((given, context) => {
  const names = Object.keys(given);
  const tolerance = names.find((name) => Object.hasOwn(tolerances, name));
  if (names.every((name) => Object.hasOwn(tolerances, name))) {
    context.addIssue({ code: "custom", message: "names no operator, such as equals" });
  } else if (tolerance !== undefined && given.equals === undefined) {
    context.addIssue({
      code: "custom",
      path: [tolerance],
      message: "is a tolerance, which only equals takes",
    });
  }
  if (given.between !== undefined && !(given.between[0] <= given.between[1])) {
    context.addIssue({ code: "custom", path: ["between"], message: "has its ends swapped" });
  }
}).meta({ id: "operators", description: "Operators; all that are given must hold." });

const condition = z.union([scalar, scalars, operators])
  .meta({ id: "condition", description: "A value to equal, or operators." });
const where = z.record(path, condition).optional()
  .describe("Conditions on the finding by dotted path; all must hold.");

const selection = {
  plugin_id: pluginId.optional(),
  kind: z.string().min(1).max(200).optional().describe("Kind of the finding."),
  where,
  contains: z.record(path, parts).optional()
    .describe("By dotted path: text that has this part, or a list that has this item."),
};

const count = z.int().min(0);
const expectedFinding = z.strictObject({
  ...selection,
  min_count: count.optional().describe("Fewest findings that fit; 1 when absent."),
  max_count: count.optional().describe("Most findings that fit; any number when absent."),
  note,
}).superRefine((given, context) => {
  needsSelection(given, context);
  if (given.min_count === 0 && given.max_count === undefined) {
    context.addIssue({
      code: "custom",
      path: ["min_count"],
      message: "is 0 and there is no max_count, so this checks nothing",
    });
  }
  if (!((given.min_count ?? 1) <= (given.max_count ?? Infinity))) {
    context.addIssue({
      code: "custom",
      path: ["max_count"],
      message: "is less than min_count, which is 1 when absent",
    });
  }
});
const forbiddenFinding = z.strictObject({ ...selection, note }).superRefine(needsSelection);

function needsSelection(
  given: { plugin_id?: unknown; kind?: unknown; where?: unknown; contains?: unknown },
  context: z.core.$RefinementCtx,
): void {
  const { plugin_id, kind, where, contains } = given;
  const conditions = [where, contains].some((one) => Object.keys(one ?? {}).length > 0);
  if (plugin_id !== undefined || kind !== undefined || conditions) return;
  context.addIssue({
    code: "custom",
    message: "fits every finding: name a plugin_id, a kind or a condition",
  });
}

/** What the four lists and the scores have in common. */
const hits = {
  plugin_id: pluginId.optional().describe("Whose findings count; any plugin's when absent."),
  where,
  min_hits: count.optional().describe("How many must be found; all when absent."),
  max_extra: count.optional().describe("How many others may be found; any number when absent."),
  note,
};
const margin = z.int().min(0).optional().describe("Rows to either side that count as a hit; 0.");
const changepoints = {
  column: z.string().optional().describe("Only changepoints of this column."),
  at: z.array(row).describe("Rows at which the series changes."),
  margin,
};
const anomalies = {
  column: z.string().optional().describe("Only anomalies of this column."),
  rows: z.array(row).describe("Rows that are anomalous."),
  margin,
};
const features = {
  target: z.string().optional().describe("Only features found for this target."),
  names: z.array(z.string()).describe("Columns that explain the target."),
};
const pairs = {
  pairs: z.array(z.tuple([z.string(), z.string()]))
    .describe("Pairs of columns, in either order."),
};

const share = z.number().min(0).max(1).optional();
const measures = {
  precision: share.describe("Least share of what was found that was expected."),
  recall: share.describe("Least share of what was expected that was found."),
  f1: share.describe("Least harmonic mean of precision and recall."),
};
const scored = {
  plugin_id: pluginId.describe("Whose findings are scored."),
  where,
  note,
  ...measures,
};
const score = z.discriminatedUnion("of", [
  z.strictObject({
    of: z.literal("changepoints").describe("What is scored."),
    ...scored,
    ...changepoints,
    covering: share.describe(
      "Least covering of the true segments by the found ones (arXiv:2003.06222).",
    ),
  }),
  z.strictObject({
    of: z.literal("anomalies").describe("What is scored."),
    ...scored,
    ...anomalies,
  }),
  z.strictObject({ of: z.literal("features").describe("What is scored."), ...scored, ...features }),
  z.strictObject({
    of: z.literal("dependence_shift_pairs").describe("What is scored."),
    ...scored,
    ...pairs,
  }),
]).superRefine((given, context) => {
  const covering = given.of === "changepoints" ? given.covering : undefined;
  const { precision, recall, f1 } = given;
  if ([precision, recall, f1, covering].some((least) => least !== undefined)) return;
  context.addIssue({ code: "custom", message: "asks for no score, such as f1" });
});

const rowsOrRange = z.union([
  row,
  z.strictObject({ start: row.describe("First row."), end: row.describe("Row after the last.") }),
])
  .describe("A row, or a range with `end` exclusive.");
const evidence = z.strictObject({
  ...selection,
  must_cite: z.array(rowsOrRange).min(1).optional()
    .describe("Rows that the fitting findings cite between them."),
  must_not_cite: z.array(rowsOrRange).min(1).optional()
    .describe("Rows that no fitting finding cites."),
  note,
}).superRefine((given, context) => {
  needsSelection(given, context);
  if (given.must_cite === undefined && given.must_not_cite === undefined) {
    context.addIssue({ code: "custom", message: "lacks must_cite or must_not_cite" });
  }
  for (const key of ["must_cite", "must_not_cite"] as const) {
    given[key]?.forEach((rows, i) => {
      if (typeof rows === "number" || rows.start < rows.end) return;
      context.addIssue({ code: "custom", path: [key, i], message: "is empty: end is exclusive" });
    });
  }
});

const budget = z.strictObject({
  plugin_id: pluginId,
  where: z.record(path, condition)
    .refine((given) => Object.keys(given).length > 0, "is empty, so this checks nothing")
    .describe("Conditions on the step's budget by dotted path, such as sampled: false."),
  note,
});

/** A truth file: what to run, and what its report must and must not say. */
export const truthSchema = z.strictObject({
  input: z.string().min(1).optional()
    .describe("File to run on, relative to the truth file; needed unless a report is given."),
  plugins: z.union([z.enum(["auto", "all"]), z.array(pluginId).min(1)]).optional()
    .describe("What to run: auto (the planner's choice, the default), all, or these ids."),
  settings: z.record(pluginId, z.record(z.string(), z.unknown())).optional()
    .describe("Settings of plugins by id."),
  seed: z.int().min(0).optional().describe("Seed of the run; 0 when absent."),
  strict: z.boolean().optional().describe(
    "True: the run is completed, and every finding of an analysis plugin, or of a plugin named " +
      "here, is one that this file expects.",
  ),
  expected_findings: z.array(expectedFinding).optional().describe("Findings that must be there."),
  forbidden_findings: z.array(forbiddenFinding).optional()
    .describe("Findings that must not be there."),
  expected_metrics: z.record(path, condition).optional()
    .describe("Conditions on metrics by dotted path, the plugin's id first."),
  changepoints: z.array(
    z.strictObject({ ...hits, ...changepoints }).superRefine(
      (given, context) => countFits(given, given.at, context),
    ),
  ).optional().describe("Changes that must be found (kind changepoint)."),
  anomalies: z.array(
    z.strictObject({ ...hits, ...anomalies }).superRefine(
      (given, context) => countFits(given, given.rows, context),
    ),
  ).optional().describe("Anomalous cells that must be found (kind anomaly)."),
  features: z.array(
    z.strictObject({ ...hits, ...features }).superRefine(
      (given, context) => countFits(given, given.names, context),
    ),
  ).optional().describe("Features that must be selected (kind feature_discovery)."),
  dependence_shift_pairs: z.array(
    z.strictObject({ ...hits, ...pairs }).superRefine(
      (given, context) => countFits(given, given.pairs.map(pairName), context),
    ),
  ).optional()
    .describe("Pairs whose dependence must be found to change (kind dependence_shift)."),
  scores: z.array(score).optional().describe("How good a plugin's findings must be as a whole."),
  evidence: z.array(evidence).optional().describe("Rows that must or must not be cited."),
  budgets: z.array(budget).optional().describe("What a step's result must rest on."),
}).describe("What a report must and must not say.");

function countFits(
  given: { min_hits?: number | undefined; max_extra?: number | undefined },
  listed: readonly (number | string)[],
  context: z.core.$RefinementCtx,
): void {
  // What is listed twice can be found once.
  const expected = new Set(listed).size;
  if ((given.min_hits ?? 0) > expected) {
    context.addIssue({
      code: "custom",
      path: ["min_hits"],
      message: `is more than the ${expected} listed`,
    });
  }
  if (expected > 0 && given.min_hits === 0 && given.max_extra === undefined) {
    context.addIssue({
      code: "custom",
      path: ["min_hits"],
      message: "is 0 and there is no max_extra, so this checks nothing",
    });
  }
  if (expected === 0 && given.max_extra === undefined) {
    context.addIssue({ code: "custom", message: "checks nothing: list something, or max_extra" });
  }
}

/** A truth file's content. */
export type TruthSpec = z.infer<typeof truthSchema>;
/** A value to equal, or operators. */
export type Condition = z.infer<typeof condition>;
/** Operators on one value. */
export type Operators = z.infer<typeof operators>;
/** Conditions by dotted path. */
export type Conditions = Readonly<Record<string, Condition>>;
/** Which findings an entry speaks of. */
export type Selection = Pick<
  z.infer<typeof expectedFinding>,
  "plugin_id" | "kind" | "where" | "contains"
>;
export type ExpectedFinding = z.infer<typeof expectedFinding>;
export type ForbiddenFinding = z.infer<typeof forbiddenFinding>;
export type EvidenceEntry = z.infer<typeof evidence>;
export type BudgetEntry = z.infer<typeof budget>;
export type ScoreEntry = z.infer<typeof score>;
export type RowsOrRange = z.infer<typeof rowsOrRange>;

/** The JSON Schema of truth files, `schemas/ground_truth.schema.json`. */
export function truthJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(truthSchema, { target: "draft-2020-12" }),
    $id: "urn:statistic-harness:schema:ground_truth:1.0",
    title: "ground_truth.yaml",
  };
}
