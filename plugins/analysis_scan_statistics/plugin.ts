import {
  benjaminiHochberg,
  canonicalJson,
  CHARTS_MEDIA_TYPE,
  CodedError,
  definePlugin,
  notApplicable,
  numericColumns,
  type PluginContext,
  type PluginResult,
  rowChart,
} from "harness/sdk";
import { bestFirst, clusterFinding, hasAlikeNeighbours, inRows } from "./cluster_finding.ts";
import { describeScan } from "./describe_scan.ts";
import { type ColumnScan, scanColumns, type ScanOptions } from "./scan_columns.ts";

/** Most columns that are drawn. */
const MAX_CHARTS = 6;

interface Settings extends ScanOptions {
  readonly columns: readonly string[] | null;
  readonly max_columns: number;
  readonly max_findings: number;
}

/** Finds the segments of rows in which a column's mean differs most from the rest. */
export default definePlugin<Settings>({ run: scanTable });

function scanTable(ctx: PluginContext<Settings>): PluginResult {
  const { table, settings } = ctx;
  const { min_window, max_window, alpha, n_permutations, max_findings, max_rows } = settings;
  if (max_window !== null && !(max_window >= min_window)) {
    throw new CodedError(
      "E_SCAN_WINDOW",
      `max_window is ${max_window}, less than min_window, which is ${min_window}`,
      "set max_window to null or to at least min_window",
    );
  }
  const { selected, left_out } = numericColumns(table, ctx.upstream, settings);
  const scans = scanColumns(
    selected.map((name) => () => table.present(name).values),
    table.rows,
    settings,
    ctx.rng,
    (done, round) => ctx.progress(done, n_permutations, `permutations, round ${round}`),
  );

  const q = falseDiscoveryRates(scans);
  let test = 0;
  const tested = scans.flatMap(({ windows }, c) => {
    if (windows.length === 0) return [];
    const { rows } = table.present(selected[c]!);
    return windows.map((window) => inRows(window, selected[c]!, q[test++]!, rows));
  });
  const clusters = tested.filter((window) => window.q_value <= alpha).sort(bestFirst);
  const refused = scans.flatMap(({ not_applicable }, c) =>
    not_applicable === null ? [] : [notApplicable([selected[c]!], not_applicable)]
  );
  const inBlocks = scans.flatMap(({ block, left_out }, c) =>
    block === 1 ? [] : [{ column: selected[c]!, block, left_out }]
  );
  const scanned = selected.length - refused.length;

  ctx.artifact(
    {
      name: "windows.json",
      media_type: "application/json",
      description: "Every window tested, significant or not, and the columns not scanned.",
    },
    canonicalJson({ windows: tested, left_out }),
  );
  drawColumns(ctx, [...new Set(clusters.map(({ column }) => column))].slice(0, MAX_CHARTS));
  return {
    status: scanned === 0 ? "skipped" : "ok",
    summary: describeScan({
      best: clusters[0],
      clusters_total: clusters.length,
      alike: clusters.filter(hasAlikeNeighbours).length,
      scanned,
      refused: refused.length,
      left_out: left_out.length,
      alpha,
      n_permutations,
      max_rows,
      blocks: inBlocks.map(({ block }) => block),
    }),
    metrics: {
      columns_scanned: scanned,
      windows_tested: tested.length,
      clusters_total: clusters.length,
      not_applicable_total: refused.length,
      permutations: n_permutations,
    },
    findings: [...clusters.map(clusterFinding), ...refused].slice(0, max_findings),
    budget: {
      row_limit: inBlocks.length > 0 ? max_rows : null,
      sampled: inBlocks.length > 0,
      columns_in_blocks: inBlocks,
    },
  };
}

/**
 * The q-values of all windows, scan by scan. A test that found no window at all has p-value 1 and
 * counts as one: leaving it out would make the other q-values too small.
 */
function falseDiscoveryRates(scans: readonly ColumnScan[]): Float64Array {
  const p = scans.flatMap(({ windows }) => windows.map((one) => one.p_value));
  const inVain = scans.reduce((sum, { windows, tests }) => sum + tests - windows.length, 0);
  return benjaminiHochberg(Float64Array.from([...p, ...new Array<number>(inVain).fill(1)]));
}

/** Sends the series of the columns with segments, so that the report can show each in its column. */
function drawColumns(ctx: PluginContext<Settings>, columns: readonly string[]): void {
  if (columns.length === 0) return;
  const charts = columns.map((column) => {
    const { values, rows } = ctx.table.present(column);
    return rowChart(column, values, rows);
  });
  ctx.artifact(
    {
      name: "charts.json",
      media_type: CHARTS_MEDIA_TYPE,
      description: "The columns with segments, row by row.",
    },
    canonicalJson({ charts }),
  );
}
