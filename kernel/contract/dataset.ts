/**
 * The pack: one immutable file per dataset version. Column buffers in Arrow's physical layout,
 * each aligned to 64 bytes, behind a JSON footer. Layout of the file:
 *
 * ```
 * 0      8 bytes  PACK_MAGIC, then zeros up to 64
 * 64     buffers, each starting at a multiple of 64, in column order, zero padding between
 * F      footer: canonical JSON of PackFooter, UTF-8
 * F+n    trailer: u32 LE footer length n, 4 zero bytes, 8 bytes PACK_MAGIC
 * ```
 *
 * The dataset's hash is the SHA-256 of the footer; since that holds a SHA-256 of every buffer,
 * it covers the data. `version_id` is the hash's first {@link VERSION_ID_LENGTH} hex digits.
 */
export const PACK_MAGIC = "SHPACK01";
export const PACK_ALIGNMENT = 64;
export const PACK_TRAILER_BYTES = 16;
export const PACK_VERSION = 1;
export const VERSION_ID_LENGTH = 16;

/**
 * Logical types. `boolean` is bit-packed (least significant bit first), `int64` 8-byte signed,
 * `float64` finite IEEE doubles, `date` int32 days and `timestamp` int64 microseconds since
 * 1970-01-01 UTC, `text` UTF-8.
 */
export const COLUMN_TYPES = ["boolean", "int64", "float64", "date", "timestamp", "text"] as const;

export type ColumnType = typeof COLUMN_TYPES[number];

/**
 * How text is stored: `dictionary` = int32 codes in `values` into (`dictionary_offsets`,
 * `dictionary_data`); `plain` = int64 `offsets` (rows + 1) into `data`. Other types: `plain`.
 */
export type ColumnEncoding = "plain" | "dictionary";

/**
 * Buffers a column can have; the index is the number in a column chunk's header.
 * `validity`: bit-packed, 1 = present; absent when nothing is missing. Slots of missing cells
 * hold zero. `dictionary_offsets` are int32 (entries + 1).
 */
export const BUFFER_NAMES = [
  "validity",
  "values",
  "offsets",
  "data",
  "dictionary_offsets",
  "dictionary_data",
] as const;

export type BufferName = typeof BUFFER_NAMES[number];

/** One column as an ingest or transform plugin announces it, before any bytes. */
export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
  readonly encoding: ColumnEncoding;
  /** Exact number of missing cells; the kernel counts again and refuses a lie. */
  readonly null_count: number;
  /** Exact size in bytes of every buffer the column has. */
  readonly buffers: Readonly<Partial<Record<BufferName, number>>>;
}

/** Body of the `schema` frame. */
export interface DatasetSchema {
  readonly rows: number;
  readonly columns: readonly ColumnSchema[];
}

/** Where one buffer lies in the pack file. */
export interface PackBuffer {
  readonly name: BufferName;
  /** From the start of the file, a multiple of 64. */
  readonly offset: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface PackColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly encoding: ColumnEncoding;
  readonly null_count: number;
  /**
   * Decimal text that reads back to the exact value (float64: shortest round trip; date and
   * timestamp: the stored integer); null for text, boolean and columns with nothing present.
   */
  readonly min: string | null;
  readonly max: string | null;
  readonly buffers: readonly PackBuffer[];
}

export interface PackFooter {
  readonly format: "shpack";
  readonly version: typeof PACK_VERSION;
  readonly rows: number;
  readonly columns: readonly PackColumn[];
}

/** Most columns a dataset may have: their schema still fits one frame, whatever their types. */
export const MAX_COLUMNS = 50_000;
/** Most rows: row numbers fit an int32. */
export const MAX_ROWS = 2_147_483_647;
/** Longest column name in UTF-8 bytes. */
export const MAX_COLUMN_NAME_BYTES = 1024;

/**
 * Offset of the next aligned position at or after `position`.
 * @param position bytes from the start of the file
 */
export function alignPack(position: number): number {
  return Math.ceil(position / PACK_ALIGNMENT) * PACK_ALIGNMENT;
}

/**
 * Size that a buffer must have, or undefined where the data decides (text bytes, dictionaries).
 * @param column its type and encoding
 * @param name which buffer
 * @param rows rows of the dataset
 */
export function expectedBufferBytes(
  column: Pick<ColumnSchema, "type" | "encoding">,
  name: BufferName,
  rows: number,
): number | undefined {
  if (name === "validity") return Math.ceil(rows / 8);
  if (name === "values") {
    switch (column.type) {
      case "boolean":
        return Math.ceil(rows / 8);
      case "date":
      case "text":
        return rows * 4;
      default:
        return rows * 8;
    }
  }
  if (name === "offsets") return (rows + 1) * 8;
  return undefined;
}

/**
 * Names of the buffers a column must have, in file order, `validity` (optional) first.
 * @param column its type and encoding
 */
export function requiredBuffers(
  column: Pick<ColumnSchema, "type" | "encoding">,
): readonly BufferName[] {
  if (column.type !== "text") return ["values"];
  return column.encoding === "dictionary"
    ? ["values", "dictionary_offsets", "dictionary_data"]
    : ["offsets", "data"];
}
