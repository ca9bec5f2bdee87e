import {
  alignPack,
  BUFFER_NAMES,
  type BufferName,
  COLUMN_TYPES,
  type ColumnEncoding,
  type ColumnSchema,
  type ColumnType,
  type DatasetSchema,
  MAX_COLUMNS,
  MAX_ROWS,
  PACK_ALIGNMENT,
  requiredBuffers,
} from "../contract/dataset.ts";
import { bufferBytesProblem, columnNameProblem } from "../contract/pack_footer.ts";
import { MAX_DICTIONARY_BYTES, MAX_DICTIONARY_ENTRIES } from "../contract/pack_limits.ts";
import { datasetSchemaInvalid, datasetTooLarge } from "./dataset_errors.ts";

/** Place of one buffer in the pack being written. */
export interface BufferPlace {
  readonly name: BufferName;
  readonly offset: number;
  readonly bytes: number;
}

/** A schema that was checked, with the place of every buffer. */
export interface CheckedSchema {
  readonly rows: number;
  readonly columns: readonly ColumnSchema[];
  /** By column, buffers in file order. */
  readonly places: readonly (readonly BufferPlace[])[];
  /** Where the footer will start. */
  readonly end: number;
}

/**
 * Checks what a plugin announced, believing nothing.
 * @param schema the `schema` frame's value, any JSON
 * @param maxBytes most bytes that all buffers may have together
 * @throws CodedError E_DATASET_SCHEMA, E_DATASET_TOO_LARGE
 */
export function checkSchema(schema: unknown, maxBytes: number): CheckedSchema {
  const { rows, columns } = record<DatasetSchema>(schema, "", ["rows", "columns"]);
  count(rows, MAX_ROWS, "/rows");
  if (!Array.isArray(columns)) throw datasetSchemaInvalid("/columns", "it is not a list");
  if (!(1 <= columns.length && columns.length <= MAX_COLUMNS)) {
    throw datasetSchemaInvalid("/columns", `there are ${columns.length} columns`);
  }
  const names = new Set<string>();
  const places: BufferPlace[][] = [];
  let end = PACK_ALIGNMENT;
  let total = 0;
  const checked = columns.map((value, i): ColumnSchema => {
    const at = `/columns/${i}`;
    const column = columnOf(value, rows as number, at);
    if (names.has(column.name)) throw datasetSchemaInvalid(`${at}/name`, "it is there twice");
    names.add(column.name);
    const own: BufferPlace[] = [];
    for (const name of BUFFER_NAMES) {
      const bytes = column.buffers[name];
      if (bytes === undefined) continue;
      own.push({ name, offset: end, bytes });
      end = alignPack(end + bytes);
      total += bytes;
      if (!(total <= maxBytes)) {
        throw datasetTooLarge(`its buffers are larger than ${maxBytes} bytes`);
      }
    }
    places.push(own);
    return column;
  });
  return { rows: rows as number, columns: checked, places, end };
}

const COLUMN_KEYS = ["name", "type", "encoding", "null_count", "buffers"] as const;

function columnOf(value: unknown, rows: number, at: string): ColumnSchema {
  const column = record<ColumnSchema>(value, at, COLUMN_KEYS);
  const nameProblem = columnNameProblem(column.name);
  if (nameProblem !== undefined) throw datasetSchemaInvalid(`${at}/name`, nameProblem);
  const type = column.type as ColumnType;
  if (!COLUMN_TYPES.includes(type)) throw datasetSchemaInvalid(`${at}/type`, "it is no type");
  const encoding = column.encoding as ColumnEncoding;
  if (encoding !== "plain" && !(encoding === "dictionary" && type === "text")) {
    throw datasetSchemaInvalid(`${at}/encoding`, `it does not go with ${type}`);
  }
  const null_count = count(column.null_count, rows, `${at}/null_count`);
  const buffers = buffersOf(column.buffers, { type, encoding, null_count, rows }, `${at}/buffers`);
  return { name: column.name as string, type, encoding, null_count, buffers };
}

function buffersOf(
  value: unknown,
  about: { type: ColumnType; encoding: ColumnEncoding; null_count: number; rows: number },
  at: string,
): ColumnSchema["buffers"] {
  const required = requiredBuffers(about);
  // One form for one content: a bitmap of nothing but ones is not written.
  const names: readonly BufferName[] = about.null_count > 0 ? ["validity", ...required] : required;
  const sizes = record<ColumnSchema["buffers"]>(value, at, names);
  const buffers: Partial<Record<BufferName, number>> = {};
  for (const name of names) {
    const bytes = count(sizes[name], Number.MAX_SAFE_INTEGER, `${at}/${name}`);
    const problem = bufferBytesProblem(about, name, bytes, about.rows) ??
      dictionaryProblem(name, bytes);
    if (problem !== undefined) throw datasetSchemaInvalid(`${at}/${name}`, problem);
    buffers[name] = bytes;
  }
  return buffers;
}

function dictionaryProblem(name: BufferName, bytes: number): string | undefined {
  if (name === "dictionary_offsets" && bytes / 4 - 1 > MAX_DICTIONARY_ENTRIES) {
    return `a dictionary has at most ${MAX_DICTIONARY_ENTRIES} entries; store the text plain`;
  }
  if (name === "dictionary_data" && bytes > MAX_DICTIONARY_BYTES) {
    return `a dictionary has at most ${MAX_DICTIONARY_BYTES} bytes; store the text plain`;
  }
  return undefined;
}

/** An object with exactly these keys, every value still unknown. */
function record<T extends object>(
  value: unknown,
  at: string,
  keys: readonly (keyof T & string)[],
): { readonly [K in keyof T]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw datasetSchemaInvalid(at, "it is not an object");
  }
  for (const key of keys) {
    if (!Object.hasOwn(value, key)) throw datasetSchemaInvalid(`${at}/${key}`, "it is missing");
  }
  for (const key of Object.keys(value)) {
    if (!(keys as readonly string[]).includes(key)) {
      throw datasetSchemaInvalid(at, `it may have only ${keys.join(", ")}`);
    }
  }
  return value as { readonly [K in keyof T]: unknown };
}

function count(value: unknown, most: number, at: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || !(0 <= value && value <= most)) {
    throw datasetSchemaInvalid(at, `it is not an integer between 0 and ${most}`);
  }
  return value;
}
