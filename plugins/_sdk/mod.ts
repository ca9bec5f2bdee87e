/** All that a plugin imports: `harness/sdk`. */
export { CodedError } from "../../kernel/contract/coded_error.ts";
export * from "../../kernel/contract/dataset.ts";
export { dateText, timestampText } from "../../kernel/contract/pack_cell_text.ts";
export { bitIsSet, countSetBits } from "../../kernel/contract/pack_views.ts";
export type { LogLevel } from "../../kernel/contract/frame.ts";
export type { Capability, Limits, PluginType } from "../../kernel/contract/manifest.ts";
export type {
  AnalysisInput,
  CatalogueEntry,
  DatasetInput,
  IngestInput,
  PlannerInput,
  ProfileInput,
  ReportInput,
  StepInput,
  StepRequest,
  Upstream,
} from "../../kernel/contract/request.ts";
export {
  type ArtifactRecord,
  type Budget,
  type ColumnProfile,
  type Evidence,
  type Finding,
  MAX_FINDINGS,
  type MeasurementType,
  type PlanEntry,
  type PluginEvidence,
  type PluginFinding,
  type PluginResult,
  type Role,
  ROLES,
  type RowRange,
  type StoredResult,
} from "../../kernel/contract/result.ts";
export type {
  Report,
  ReportColumn,
  ReportDataset,
  ReportError,
  ReportPlanEntry,
  ReportPlugin,
  RunError,
  RunStatus,
} from "../../kernel/contract/report.ts";
export {
  ANALYTIC_TYPES,
  EVIDENCE_CLASSES,
  type EvidenceClass,
  evidenceClass,
  type RankedFinding,
  rankFindings,
  RANKING_RULE,
  rankReport,
} from "../../kernel/contract/rank_findings.ts";
export { repeatCommand } from "../../kernel/contract/repeat_command.ts";
export { canonicalJson } from "../../kernel/canonical/canonical_json.ts";
export { sha256Hex } from "../../kernel/canonical/hash.ts";
export * from "./charts/mod.ts";
export { csvField, csvLine } from "../../kernel/contract/csv_field.ts";
export type { DatasetWriter } from "./dataset_writer.ts";
export { definePlugin, type PluginDefinition, type PluginModule } from "./define_plugin.ts";
export type { PluginChannel } from "./frame_sender.ts";
export type { InputFile } from "./input_file.ts";
export { notApplicable } from "./not_applicable.ts";
export { type ColumnChoice, numericColumns, type SelectedColumns } from "./numeric_columns.ts";
export type { ArtifactAbout, PluginContext } from "./plugin_context.ts";
export { readReport } from "./read_report.ts";
export { roleOf } from "./role_of.ts";
export { MAX_RANGES, rowRanges } from "./row_ranges.ts";
export * from "./stats/mod.ts";
export { type ColumnInfo, type CompleteCases, type PresentValues, Table } from "./table/table.ts";
export type { Dictionary } from "./table/text_values.ts";
export { count, formatNumber, formatProbability, formatShare } from "./text/format_number.ts";
export { escapeMarkup, Markup, markup } from "./text/markup.ts";
export { visibleText } from "./text/visible_text.ts";
