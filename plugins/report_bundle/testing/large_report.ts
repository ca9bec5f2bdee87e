import type { Report } from "harness/sdk";
import { exampleFinding, examplePlugin, exampleReport } from "./example_report.ts";

/**
 * A report with so many findings of each of two plugins, for tests of size.
 * @param findings of each
 */
export function largeReport(findings: number): Report {
  const report = exampleReport();
  const many = (digit: string) =>
    Array.from({ length: findings }, (_, i) =>
      exampleFinding({
        id: digit + i.toString(16).padStart(15, "0"),
        kind: "cluster",
        score: findings - i,
        column: "flow",
        start: i,
        end: i + 5,
        mean_inside: i,
        mean_outside: -i,
        q_value: 0.001,
      }));
  return {
    ...report,
    plugins: {
      ...report.plugins,
      analysis_scan_statistics: examplePlugin({ findings: many("1") }),
      analysis_other: examplePlugin({ findings: many("2") }),
    },
  };
}
