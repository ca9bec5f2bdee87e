import { type EvidenceClass, type Finding, formatProbability } from "harness/sdk";

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

/** The numbers behind a finding's class: `q = 0.001`, `p = 0.03 (not corrected)`, or null. */
export function strengthText(finding: Finding): string | null {
  if (typeof finding.q_value === "number") return `q = ${formatProbability(finding.q_value)}`;
  if (typeof finding.p_value === "number") {
    return `p = ${formatProbability(finding.p_value)}, not corrected`;
  }
  return null;
}
