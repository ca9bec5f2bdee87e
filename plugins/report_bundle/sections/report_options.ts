/** What a person may choose about the report. */
export interface ReportOptions {
  /** Findings in the first list. */
  readonly top_findings: number;
  /** Findings in each plugin's table. */
  readonly findings_per_plugin: number;
}

/** Most rows of every other table; also lowered when a file would grow past its size. */
export interface Caps extends ReportOptions {
  readonly table_rows: number;
  /** Charts in the whole report. */
  readonly charts: number;
}
