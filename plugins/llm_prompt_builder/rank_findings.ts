import type { Finding, Report } from "harness/sdk";

/** A finding and whose it is. */
export interface RankedFinding {
  readonly plugin_id: string;
  readonly finding: Finding;
}

/** Types of plugin in the order in which their findings are told. */
const TYPES = ["analysis", "transform", "profile", "ingest"];

/**
 * All findings in the order in which they are worth a reader's tokens: those of analyses before
 * those of profiles, what is not applicable last; then the smallest q-value (or p-value), then the
 * rank in the plugin's own list, then plugin and finding id.
 * @param report as the kernel wrote it
 */
export function rankFindings(report: Report): readonly RankedFinding[] {
  return Object.entries(report.plugins)
    .flatMap(([plugin_id, { findings, type }]) =>
      findings.map((finding, rank) => ({
        plugin_id,
        finding,
        keys: [
          finding.measurement_type === "not_applicable" ? 1 : 0,
          TYPES.includes(type) ? TYPES.indexOf(type) : TYPES.length,
          finding.q_value ?? finding.p_value ?? 2,
          rank,
        ],
      }))
    )
    .sort((a, b) => compare(a.keys, b.keys) || (a.plugin_id < b.plugin_id ? -1 : 1))
    .map(({ plugin_id, finding }) => ({ plugin_id, finding }));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
