import { type Finding, rankReport, type Report } from "harness/sdk";

/** A finding and whose it is. */
export interface ToldFinding {
  readonly plugin_id: string;
  readonly finding: Finding;
}

/**
 * All findings in the order in which they are worth a reader's tokens: what was found and then what
 * is said of the data's quality, as the report ranks them, and last what could not be analysed.
 * @param report as the kernel wrote it
 */
export function rankFindings(report: Report): readonly ToldFinding[] {
  const { found, quality } = rankReport(report);
  const told = new Set([...found, ...quality].map(({ finding }) => finding));
  const unanswered = Object.entries(report.plugins).flatMap(([plugin_id, { findings }]) =>
    findings.filter((finding) => !told.has(finding)).map((finding) => ({ plugin_id, finding }))
  );
  return [...found, ...quality, ...unanswered];
}
