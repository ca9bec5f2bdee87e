import type { Report } from "../contract/report.ts";
import { joinPointer } from "../diagnostics/json_pointer.ts";
import { checkEvidence } from "./check_evidence.ts";
import { checkExpectedFinding, checkForbiddenFinding } from "./check_findings.ts";
import { checkStrict } from "./check_strict.ts";
import { checkHits, checkScore } from "./check_targets.ts";
import { checkBudget, checkMetric } from "./check_values.ts";
import type { Clause, Evaluation, Verdict } from "./evaluation.ts";
import type { Truth } from "./load_truth.ts";
import type { TruthSpec } from "./truth_schema.ts";

/** The verdicts of a clause, each with its place below the clause. */
type Checker = (spec: TruthSpec, report: Report) => [place: string | number, verdict: Verdict][];

/** Every clause of the schema that checks something, in the order of the table. */
const CLAUSES: Readonly<Record<Clause, Checker>> = {
  expected_findings: (spec, report) =>
    each(spec.expected_findings, (entry) => checkExpectedFinding(entry, report)),
  forbidden_findings: (spec, report) =>
    each(spec.forbidden_findings, (entry) => checkForbiddenFinding(entry, report)),
  expected_metrics: (spec, report) =>
    Object.entries(spec.expected_metrics ?? {}).map((
      [path, condition],
    ) => [path, checkMetric(path, condition, report)]),
  changepoints: (spec, report) =>
    each(spec.changepoints, (entry) => checkHits("changepoints", entry, report)),
  anomalies: (spec, report) =>
    each(spec.anomalies, (entry) => checkHits("anomalies", entry, report)),
  features: (spec, report) => each(spec.features, (entry) => checkHits("features", entry, report)),
  dependence_shift_pairs: (spec, report) =>
    each(
      spec.dependence_shift_pairs,
      (entry) => checkHits("dependence_shift_pairs", entry, report),
    ),
  scores: (spec, report) => each(spec.scores, (entry) => checkScore(entry, report)),
  evidence: (spec, report) => each(spec.evidence, (entry) => checkEvidence(entry, report)),
  budgets: (spec, report) => each(spec.budgets, (entry) => checkBudget(entry, report)),
  strict: (spec, report) =>
    spec.strict === true ? checkStrict(spec, report).map((verdict) => ["", verdict]) : [],
};

/**
 * Applies a truth file to a report. A function of the two: no clock, no files, no order but the
 * truth file's. A file that checks nothing does not pass.
 * @param truth see `loadTruth`
 * @param report a valid report.json
 */
export function evaluate(truth: Truth, report: Report): Evaluation {
  const checks = (Object.keys(CLAUSES) as Clause[]).flatMap((clause) =>
    CLAUSES[clause](truth.spec, report).map(([place, verdict]) => {
      const under = joinPointer("", clause);
      const pointer = place === "" ? under : joinPointer(under, place);
      return { clause, pointer, ...truth.locate(pointer), ...verdict };
    })
  );
  const failed_count = checks.filter(({ passed }) => !passed).length;
  return {
    file: truth.file,
    run_key: report.run_key,
    passed: checks.length > 0 && failed_count === 0,
    passed_count: checks.length - failed_count,
    failed_count,
    checks,
  };
}

function each<T>(
  entries: readonly T[] | undefined,
  check: (entry: T) => Verdict,
): [place: number, verdict: Verdict][] {
  return (entries ?? []).map((entry, i) => [i, check(entry)]);
}
