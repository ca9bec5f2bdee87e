import { csvLine, evidenceClass, type Report, visibleText } from "harness/sdk";
import { plainText } from "../document/plain_text.ts";
import { stepsOf } from "../sections/report_facts.ts";
import { describeFinding } from "./describe_finding.ts";
import { describeRows } from "./describe_rows.ts";
import { ownFields } from "./finding_fields.ts";

const HEAD = [
  "plugin",
  "rank",
  "id",
  "kind",
  "measurement",
  "evidence",
  "score",
  "p_value",
  "q_value",
  "columns",
  "rows",
  "sentence",
  "fields",
  "dataset",
  "query",
] as const;

/**
 * All findings as CSV, plugin by plugin in each plugin's own order. Numbers are in full; text that
 * a spreadsheet would run as a formula is disarmed.
 * @param report
 */
export function writeFindingsCsv(report: Report): string {
  const out = [csvLine(HEAD)];
  for (const [id, plugin] of stepsOf(report)) {
    plugin.findings.forEach((finding, i) => {
      out.push(csvLine([
        id,
        i + 1,
        finding.id,
        visibleText(finding.kind),
        finding.measurement_type,
        evidenceClass(finding) ?? "not analysed",
        finding.score,
        finding.p_value ?? null,
        finding.q_value ?? null,
        visibleText(finding.columns.join("; ")),
        describeRows(finding.evidence),
        visibleText(plainText(describeFinding(finding))),
        visibleText(JSON.stringify(Object.fromEntries(ownFields(finding)))),
        finding.evidence.dataset_version_id,
        visibleText(finding.evidence.query),
      ]));
    });
  }
  return out.join("");
}
