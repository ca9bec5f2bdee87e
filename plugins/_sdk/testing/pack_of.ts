import { canonicalJson } from "../../../kernel/canonical/canonical_json.ts";
import { sha256Hex } from "../../../kernel/canonical/hash.ts";
import {
  alignPack,
  BUFFER_NAMES,
  type BufferName,
  type ColumnSchema,
  type DatasetSchema,
  PACK_ALIGNMENT,
  PACK_MAGIC,
  PACK_VERSION,
  type PackBuffer,
  type PackColumn,
  type PackFooter,
} from "../../../kernel/contract/dataset.ts";
import { packTrailer } from "../../../kernel/contract/pack_footer.ts";
import { float64View, int32View, int64View } from "../../../kernel/contract/pack_views.ts";
import { isPresent } from "../table/text_values.ts";

/** The bytes of a column's buffers. */
export type ColumnBuffers = Readonly<Partial<Record<BufferName, Uint8Array>>>;

/**
 * Lays out a pack file in memory, as the kernel does on disk.
 * @param schema of the dataset
 * @param buffers of each column, in the schema's order
 */
export function packOf(schema: DatasetSchema, buffers: readonly ColumnBuffers[]): Uint8Array {
  const parts: { offset: number; bytes: Uint8Array }[] = [];
  let position = PACK_ALIGNMENT;
  const columns = schema.columns.map((column, i): PackColumn => {
    const packed: PackBuffer[] = [];
    for (const name of BUFFER_NAMES) {
      const bytes = buffers[i]?.[name];
      if (bytes === undefined) continue;
      const offset = alignPack(position);
      packed.push({ name, offset, bytes: bytes.byteLength, sha256: sha256Hex(bytes) });
      parts.push({ offset, bytes });
      position = offset + bytes.byteLength;
    }
    const { name, type, encoding, null_count } = column;
    const bounds = boundsOf(column, buffers[i] ?? {}, schema.rows);
    return { name, type, encoding, null_count, ...bounds, buffers: packed };
  });
  const footer: PackFooter = {
    format: "shpack",
    version: PACK_VERSION,
    rows: schema.rows,
    columns,
  };
  const json = new TextEncoder().encode(canonicalJson(footer));
  const start = alignPack(position);
  const trailer = packTrailer(json.byteLength);
  const file = new Uint8Array(start + json.byteLength + trailer.byteLength);
  file.set(new TextEncoder().encode(PACK_MAGIC));
  for (const { offset, bytes } of parts) file.set(bytes, offset);
  file.set(json, start);
  file.set(trailer, start + json.byteLength);
  return file;
}

function boundsOf(
  column: ColumnSchema,
  buffers: ColumnBuffers,
  rows: number,
): { min: string | null; max: string | null } {
  const bytes = buffers.values;
  let min: number | bigint | null = null;
  let max: number | bigint | null = null;
  if (column.type === "text" || column.type === "boolean" || bytes === undefined) {
    return { min, max };
  }
  const values: ArrayLike<number | bigint> = column.type === "float64"
    ? float64View(bytes)
    : column.type === "date"
    ? int32View(bytes)
    : int64View(bytes);
  for (let row = 0; row < rows; row++) {
    if (!isPresent(buffers.validity ?? null, row)) continue;
    const value = values[row]!;
    if (min === null || value < min) min = value;
    if (max === null || value > max) max = value;
  }
  return { min: min === null ? null : String(min), max: max === null ? null : String(max) };
}
