import type { Report, ReportPlugin } from "./report.ts";
import type { Finding } from "./result.ts";

/** How much stands behind a finding, best first. */
export const EVIDENCE_CLASSES = ["strong", "clear", "measured", "modeled", "weak", "none"] as const;

export type EvidenceClass = typeof EVIDENCE_CLASSES[number];

/** The ranking rule in the reader's words; {@link rankFindings} is the same in code. */
export const RANKING_RULE =
  "Findings of different methods have scores that cannot be compared, so they are ranked by what " +
  "stands behind them: strong evidence (q ≤ 0.01), clear evidence (q ≤ 0.05), read off the data " +
  "without a test, from a model without a test, weak evidence (q ≤ 0.1), no evidence. A p-value " +
  "that was not corrected for the number of tests counts one class less, and a finding whose own " +
  "method doubts here what it rests on is weak at most. Within a class, every " +
  "method's best finding comes first, then every method's second, and so on.";

/** Types of plugin whose findings are about what is hidden in the data, not about its quality. */
export const ANALYTIC_TYPES: ReadonlySet<string> = new Set(["analysis", "transform"]);

/** A finding with the step it came from and its place among all. */
export interface RankedFinding {
  readonly plugin_id: string;
  readonly plugin: ReportPlugin;
  readonly finding: Finding;
  readonly evidence_class: EvidenceClass;
}

/**
 * Class of a finding, or null when it says that something could not be analysed.
 * @param finding
 */
export function evidenceClass(finding: Finding): EvidenceClass | null {
  if (finding.measurement_type === "not_applicable" || finding.measurement_type === "error") {
    return null;
  }
  if (finding.selected === false) return "none";
  const doubted = finding.assumption_doubted === true;
  const q = finding.q_value;
  const p = finding.p_value;
  if (doubted && typeof (q ?? p) === "number") return weakOrNone((q ?? p)!, 0.1);
  if (doubted) return "weak";
  if (typeof q === "number") return q <= 0.01 ? "strong" : q <= 0.05 ? "clear" : weakOrNone(q, 0.1);
  if (typeof p === "number") return p <= 0.01 ? "clear" : weakOrNone(p, 0.05);
  return finding.measurement_type === "measured" ? "measured" : "modeled";
}

function weakOrNone(value: number, bound: number): EvidenceClass {
  return value <= bound ? "weak" : "none";
}

/**
 * Ranks the findings of several steps by {@link RANKING_RULE}; ties by q- or p-value, then plugin id.
 * @param plugins steps by id, each with its findings best first
 */
export function rankFindings(plugins: Report["plugins"]): RankedFinding[] {
  const entries: { ranked: RankedFinding; level: number; place: number; value: number }[] = [];
  for (const plugin_id of Object.keys(plugins).sort()) {
    const plugin = plugins[plugin_id]!;
    const places = new Map<EvidenceClass, number>();
    for (const finding of plugin.findings) {
      const evidence_class = evidenceClass(finding);
      if (evidence_class === null) continue;
      const place = places.get(evidence_class) ?? 0;
      places.set(evidence_class, place + 1);
      entries.push({
        ranked: { plugin_id, plugin, finding, evidence_class },
        level: EVIDENCE_CLASSES.indexOf(evidence_class),
        place,
        value: finding.q_value ?? finding.p_value ?? 1,
      });
    }
  }
  // The sort is stable, so plugin id and the plugin's own order decide what is left.
  entries.sort((a, b) => a.level - b.level || a.place - b.place || a.value - b.value);
  return entries.map((entry) => entry.ranked);
}

/**
 * All findings of a report in the order in which they are told: what was found, then what is to be
 * said of the data's quality, each by {@link RANKING_RULE}.
 * @param report as the kernel wrote it
 */
export function rankReport(
  report: Report,
): { readonly found: readonly RankedFinding[]; readonly quality: readonly RankedFinding[] } {
  const pick = (analytic: boolean) =>
    Object.fromEntries(
      Object.entries(report.plugins).filter(([, { type }]) =>
        ANALYTIC_TYPES.has(type) === analytic
      ),
    );
  return { found: rankFindings(pick(true)), quality: rankFindings(pick(false)) };
}
