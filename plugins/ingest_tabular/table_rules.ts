import type { IngestSettings } from "./ingest_settings.ts";
import { MissingMarkers } from "./missing_markers.ts";
import type { TableRules } from "./read_table.ts";
import { dictionaryBytes } from "./text_dictionary.ts";

/**
 * How the cells of a table are to be understood.
 * @param columns how many it has
 * @param header whether it has one
 * @param decimal ASCII code of the decimal mark; formats that have numbers of their own use a dot
 */
export function tableRules(
  settings: IngestSettings,
  columns: number,
  header: boolean,
  decimal = 46,
): TableRules {
  return {
    decimal,
    date_order: settings.date_order,
    dictionary_bytes: dictionaryBytes(columns),
    markers: new MissingMarkers(settings.missing_values),
    types: settings.types,
    header,
  };
}
