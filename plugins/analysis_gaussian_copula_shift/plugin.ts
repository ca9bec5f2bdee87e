import {
  benjaminiHochberg,
  canonicalJson,
  CHARTS_MEDIA_TYPE,
  definePlugin,
  notApplicable,
  numericColumns,
  type PluginContext,
  type PluginResult,
} from "harness/sdk";
import { describeShifts } from "./describe_shifts.ts";
import { pairShifts, type ShiftOptions } from "./pair_shifts.ts";
import { productAutocorrelation } from "./product_autocorrelation.ts";
import { sampleSegments } from "./sample_segments.ts";
import { segmentRows, type SegmentSetting } from "./segment_rows.ts";
import { shiftCharts } from "./shift_charts.ts";
import { bestFirst, shiftFinding, testedPair } from "./shift_finding.ts";
import { whyUnusable } from "./usable_column.ts";

interface Settings extends ShiftOptions {
  readonly segment: SegmentSetting;
  readonly columns: readonly string[] | null;
  readonly max_columns: number;
  readonly control: "family" | "fdr";
  readonly max_rows: number;
  readonly max_findings: number;
}

/** Finds the pairs of columns whose dependence differs between two parts of the table. */
export default definePlugin<Settings>({ run: compareParts });

function compareParts(ctx: PluginContext<Settings>): PluginResult {
  const { table, settings } = ctx;
  const { control, alpha, max_rows, max_findings } = settings;
  const segments = segmentRows(table, settings.segment);
  const { segment, sampled } = sampleSegments(segments.of_row, max_rows, ctx.rng.fork("sample"));
  const { selected, left_out } = numericColumns(table, ctx.upstream, settings);

  const columns = new Map<string, Float64Array>();
  const refused = [];
  for (const name of selected) {
    if (name === segments.column) continue;
    const values = table.numeric(name);
    const reason = whyUnusable(values, segment, settings.min_rows);
    if (reason !== null) refused.push(notApplicable([name], reason));
    else columns.set(name, values);
  }
  const names = [...columns.keys()];
  const { pairs, permutations_first, permutations } = pairShifts(
    [...columns.values()],
    segment,
    settings,
    ctx.rng.fork("permutations"),
    (done, total) => ctx.progress(done, total, "permutations"),
  );
  for (const { a, b, reason } of pairs) {
    if (reason !== null) refused.push(notApplicable([names[a]!, names[b]!], reason));
  }

  const q = benjaminiHochberg(Float64Array.from(pairs, ({ p_value }) => p_value ?? NaN));
  const tested = pairs.flatMap((pair, i) =>
    pair.reason === null ? [testedPair(pair, names, q[i]!)] : []
  ).sort(bestFirst);
  const shifts = tested.filter((one) =>
    (control === "family" ? one.p_value_family : one.q_value) <= alpha
  );
  const findings = shifts.slice(0, max_findings).map((one) => {
    const [x, y] = one.pair;
    const { rows, autocorrelation } = productAutocorrelation(
      columns.get(x)!,
      columns.get(y)!,
      segment,
    );
    return shiftFinding(one, segments, rows, autocorrelation);
  });
  if (names.length < 2 && refused.length === 0) {
    const reason = names.length === 1
      ? "a dependence needs two columns, and there is one"
      : "there is no numeric column";
    refused.push(notApplicable(names, reason));
  }

  ctx.artifact(
    {
      name: "pairs.json",
      media_type: "application/json",
      description: "Every pair tested, changed or not, and the columns left out.",
    },
    canonicalJson({
      before_is: segments.before_is,
      after_is: segments.after_is,
      pairs: tested,
      left_out,
    }),
  );
  if (tested.length > 0) {
    const charts = shiftCharts(tested, shifts, columns, segment, segments);
    const description = "The pairs that changed most, and the change of every correlation.";
    ctx.artifact(
      { name: "charts.json", media_type: CHARTS_MEDIA_TYPE, description },
      canonicalJson({ charts }),
    );
  }
  return {
    status: tested.length === 0 ? "skipped" : "ok",
    summary: describeShifts({
      segments,
      best: shifts[0],
      shifts_total: shifts.length,
      tested: tested.length,
      refused: refused.length,
      left_out: left_out.length,
      control,
      alpha,
      permutations_first,
      permutations,
      sampled,
    }),
    metrics: {
      columns_compared: names.length,
      pairs_tested: tested.length,
      shifts_total: shifts.length,
      not_applicable_total: refused.length,
      permutations_first,
      permutations,
      rows_before: segment.filter((one) => one === 0).length,
      rows_after: segment.filter((one) => one === 1).length,
    },
    findings: [...findings, ...refused].slice(0, max_findings),
    budget: { row_limit: sampled === null ? null : max_rows, sampled: sampled !== null },
  };
}
