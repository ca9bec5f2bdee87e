import { type Finding, formatProbability, type Report, type ReportPlugin } from "harness/sdk";

/** How much stands behind a finding, best first. */
export const EVIDENCE_CLASSES = ["strong", "clear", "measured", "modeled", "weak", "none"] as const;

export type EvidenceClass = typeof EVIDENCE_CLASSES[number];

/** The words a reader sees for each class. */
export const CLASS_LABELS: Readonly<Record<EvidenceClass, string>> = {
  strong: "Strong evidence",
  clear: "Clear evidence",
  measured: "Read off the data",
  modeled: "From a model",
  weak: "Weak evidence",
  none: "No evidence",
};

/** The same after a number: `3 with strong evidence`. */
export const CLASS_PHRASES: Readonly<Record<EvidenceClass, string>> = {
  strong: "with strong evidence",
  clear: "with clear evidence",
  measured: "read off the data",
  modeled: "from a model",
  weak: "with weak evidence",
  none: "without evidence",
};

/** The ranking rule in the reader's words; {@link rankFindings} is the same in code. */
export const RANKING_RULE =
  "Findings of different methods have scores that cannot be compared, so they are ranked by what " +
  "stands behind them: strong evidence (q ≤ 0.01), clear evidence (q ≤ 0.05), read off the data " +
  "without a test, from a model without a test, weak evidence (q ≤ 0.1), no evidence. A p-value " +
  "that was not corrected for the number of tests counts one class less. Within a class, every " +
  "method's best finding comes first, then every method's second, and so on.";

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
  const q = finding.q_value;
  if (typeof q === "number") return q <= 0.01 ? "strong" : q <= 0.05 ? "clear" : weakOrNone(q, 0.1);
  const p = finding.p_value;
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

/** The numbers behind a finding's class: `q = 0.001`, `p = 0.03 (not corrected)`, or null. */
export function strengthText(finding: Finding): string | null {
  if (typeof finding.q_value === "number") return `q = ${formatProbability(finding.q_value)}`;
  if (typeof finding.p_value === "number") {
    return `p = ${formatProbability(finding.p_value)}, not corrected`;
  }
  return null;
}
