import type { Finding, Report } from "harness/sdk";
import { EXAMPLES } from "../../plugins/_sdk/charts/testing/example_charts.ts";
import type { ChartsByPlugin } from "../../plugins/report_bundle/sections/figures.ts";
import {
  exampleFinding,
  examplePlugin,
  exampleReport,
} from "../../plugins/report_bundle/testing/example_report.ts";

type About = Partial<Finding> & { readonly kind: string };

/** A finding of every kind of the catalogue, by the plugin that reports it. */
const FINDINGS: Readonly<Record<string, About>> = {
  analysis_conformal_feature_prediction: {
    kind: "anomaly",
    column: "flow",
    row_index: 43,
    value: 456,
    predicted: 812.4,
    lower: 640.1,
    upper: 990.2,
    p_value: 0.001,
    q_value: 0.04,
  },
  analysis_online_conformal_changepoint: {
    kind: "changepoint",
    column: "flow",
    index: 33,
    onset_index: 28,
    time: 1904,
    score: 140,
  },
  analysis_gaussian_knockoffs: {
    kind: "feature_discovery",
    target: "flow",
    feature: "rain fall",
    columns: ["rain fall", "flow"],
    selected: true,
    q_value: 0.02,
  },
  analysis_notears_linear: {
    kind: "graph_edge",
    measurement_type: "modeled",
    assumption: "effects are linear and nothing is left out",
    source: "rain fall",
    target: "level",
    columns: ["rain fall", "level"],
    weight: 0.8,
  },
  analysis_dp_gmm: {
    kind: "cluster",
    cluster_id: 0,
    size: 61,
    mean: [870.2, 3.2],
    sd: [12, 1],
    columns: ["flow", "rain fall"],
  },
  analysis_gaussian_copula_shift: {
    kind: "dependence_shift",
    pair: ["pressure", "flow"],
    columns: ["pressure", "flow"],
    before: 0.83211,
    after: -0.02244,
    delta: -0.85455,
    p_value: 0.001,
    q_value: 0.001,
  },
  analysis_graph_topology_curves: {
    kind: "topology",
    metric: "longest_h1_bar",
    value: 1.22,
    birth: 0.4,
    death: 1.62,
    p_value: 0.01,
    columns: ["flow", "level"],
  },
  analysis_of_a_stranger: {
    kind: "level_shift",
    side: "left",
    size: 12.5,
    columns: [
      "a very_long_name_of_a_column_that_has_no_place_to_break_at_all_".repeat(
        3,
      ),
    ],
  },
};

const TIMEOUT = {
  code: "E_STEP_TIMEOUT",
  message: "analysis_broken ran for longer than 60 s and was stopped",
};

/** A partial report with a finding and a chart of every kind, and every notice. */
export function everyKindReport(): {
  readonly report: Report;
  readonly charts: ChartsByPlugin;
} {
  const example = exampleReport();
  const plugins = Object.entries(FINDINGS).map(([id, about], i) => [
    id,
    examplePlugin({
      name: id.slice("analysis_".length).replaceAll("_", " "),
      findings: [exampleFinding({ id: `d${i}`.padStart(16, "0"), ...about })],
    }),
  ]);
  const broken = examplePlugin({
    name: "Broken",
    status: "timeout",
    error: TIMEOUT,
    summary: TIMEOUT.message,
  });
  const report: Report = {
    ...example,
    status: "partial",
    network_allowed: true,
    plugins: {
      ...example.plugins,
      ...Object.fromEntries(plugins),
      analysis_broken: broken,
    },
    errors: [{ plugin_id: "analysis_broken", ...TIMEOUT }],
  };
  const { line, scatter, graph, heat_map, histogram, bars } = EXAMPLES;
  const drawn = (...charts: (typeof EXAMPLES)[keyof typeof EXAMPLES][]) => ({
    charts,
    problems: [],
  });
  const charts: ChartsByPlugin = new Map([
    ["analysis_bocpd_gaussian", drawn(line)],
    ["analysis_gaussian_copula_shift", drawn(scatter)],
    ["analysis_notears_linear", drawn(graph)],
    ["profile_basic", {
      ...drawn(heat_map, histogram, bars),
      problems: ["a.json: it is gone"],
    }],
  ]);
  return { report, charts };
}
