import {
  benjaminiHochberg,
  CHARTS_MEDIA_TYPE,
  count,
  definePlugin,
  notApplicable,
  numericColumns,
  type PluginContext,
  type PluginFinding,
  type PluginResult,
  rowChart,
  rowRanges,
} from "harness/sdk";
import { rowTrend } from "./row_trend.ts";

/** The settings, as config.schema.json has them. */
interface Settings {
  readonly columns: readonly string[] | null;
  readonly max_columns: number;
  readonly n_permutations: number;
  readonly alpha: number;
  readonly max_findings: number;
}

/** Fewest values that are tested: fewer have too few orders. */
const MIN_VALUES = 5;

/** Finds the columns that rise or fall along the rows. */
export default definePlugin<Settings>({ run: findTrends });

function findTrends(ctx: PluginContext<Settings>): PluginResult {
  const { table, settings } = ctx;
  const { n_permutations, alpha, max_findings } = settings;
  const { selected } = numericColumns(table, ctx.upstream, settings);

  const tested: { column: string; correlation: number; p_value: number }[] = [];
  const findings: PluginFinding[] = [];
  const refused: PluginFinding[] = [];
  selected.forEach((column, done) => {
    ctx.progress(done, selected.length, column);
    const { values } = table.present(column);
    const reason = whyNot(values);
    if (reason !== null) refused.push(notApplicable([column], reason));
    // A stream of its own for every column: its answer does not depend on the others.
    else {
      const trend = rowTrend(values, n_permutations, ctx.rng.fork("permutations", column));
      tested.push({ column, ...trend });
    }
  });

  // Over everything that was tested, not over what is kept.
  const q = benjaminiHochberg(Float64Array.from(tested, ({ p_value }) => p_value));
  tested.forEach(({ column, correlation, p_value }, i) => {
    if (!(q[i]! <= alpha)) return;
    const { rows } = table.present(column);
    findings.push({
      kind: "trend",
      measurement_type: "modeled",
      score: Math.abs(correlation),
      columns: [column],
      column,
      correlation,
      values: rows.length,
      p_value,
      q_value: q[i]!,
      assumption: "Without a trend every order of the values is as likely as any other.",
      evidence: { row_ranges: rowRanges(rows) },
    });
  });
  // Largest first; of equals by column name.
  findings.sort((a, b) => b.score! - a.score! || (a.columns[0]! < b.columns[0]! ? -1 : 1));

  const charts = findings.slice(0, 10).map(({ columns: [column] }) =>
    rowChart(column!, table.numeric(column!))
  );
  if (charts.length > 0) {
    const description = "The columns with the strongest trends, by row.";
    ctx.artifact(
      { name: "charts.json", media_type: CHARTS_MEDIA_TYPE, description },
      JSON.stringify({ charts }),
    );
  }
  return {
    status: tested.length === 0 ? "skipped" : "ok",
    summary: tested.length === 0
      ? "No column could be tested."
      : `${count(findings.length, "column")} of ${tested.length} rise or fall along the rows ` +
        `(q ≤ ${alpha}, ${n_permutations} permutations).`,
    metrics: {
      columns_tested: tested.length,
      trends_total: findings.length,
      permutations: n_permutations,
    },
    findings: [...findings, ...refused].slice(0, max_findings),
  };
}

/** Why a column cannot be tested; null when it can. */
function whyNot(values: Float64Array): string | null {
  if (values.length < MIN_VALUES) {
    return `${count(values.length, "value")} of the ${MIN_VALUES} that are needed`;
  }
  return values.every((value) => value === values[0]) ? "all values are equal" : null;
}
