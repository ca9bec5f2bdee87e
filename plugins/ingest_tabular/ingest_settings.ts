import type { ColumnType } from "harness/sdk";
import { settingError } from "./errors.ts";
import type { DateOrder } from "./temporal_facts.ts";
import type { Encoding } from "./text_reader.ts";

/** Settings of this plugin, as config.schema.json has them. */
export interface IngestSettings {
  readonly format: "auto" | "csv" | "xlsx" | "json" | "ndjson";
  /** Name or number from 1 of a workbook's sheet; null is the first that is not hidden. */
  readonly sheet: string | number | null;
  readonly delimiter: string | null;
  readonly encoding: Encoding | "auto";
  /** Lines of a text file above its table. */
  readonly skip_lines: number;
  readonly header: boolean | "auto";
  readonly types: Readonly<Record<string, ColumnType>>;
  readonly missing_values: readonly string[];
  readonly decimal: "." | ",";
  readonly date_order: DateOrder | "auto";
  readonly max_rows: number | null;
  readonly ragged: "error" | "pad";
  readonly max_findings: number;
}

/**
 * ASCII code of the delimiter that was set, or null to find it.
 * @throws CodedError E_INGEST_SETTING when it cannot separate cells
 */
export function delimiterCode(settings: IngestSettings): number | null {
  const asked = settings.delimiter;
  if (asked === null || asked === "auto") return null;
  const text = asked === "tab" ? "\t" : asked;
  const code = text.charCodeAt(0);
  if (text.length !== 1 || code > 127 || /[\0"\r\n0-9A-Za-z.+-]/.test(text)) {
    throw settingError(
      "delimiter",
      "must be one ASCII character that is no letter, digit, quote, line end, dot or sign.",
      'Use "," ";" "|" "tab", or leave it null to have it found.',
    );
  }
  if (text === settings.decimal) {
    throw settingError(
      "decimal",
      "is the delimiter too, so that numbers would be split.",
      "Set one of them to another character.",
    );
  }
  return code;
}
