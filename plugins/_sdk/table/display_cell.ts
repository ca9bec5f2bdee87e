import type { ColumnType, PackColumn } from "../../../kernel/contract/dataset.ts";
import { dateText, timestampText } from "../../../kernel/contract/pack_cell_text.ts";
import { float64View, int32View, int64View, textAt } from "../../../kernel/contract/pack_views.ts";
import { rowOutOfRange } from "../errors.ts";
import { type BufferSource, isPresent } from "./text_values.ts";

/**
 * One cell as a person reads it, null when missing; reads the bytes of that cell only.
 * @param source the table
 * @param column any type
 * @param row 0-based
 * @throws CodedError E_ROW_RANGE
 */
export function displayCell(source: BufferSource, column: PackColumn, row: number): string | null {
  if (!(Number.isInteger(row) && row >= 0 && row < source.rows)) {
    throw rowOutOfRange(row, source.rows);
  }
  const { name, type } = column;
  if (column.buffers.some((buffer) => buffer.name === "validity")) {
    const bits = source.bufferRange(name, "validity", row >> 3, (row >> 3) + 1);
    if (!isPresent(bits, row & 7)) return null;
  }
  if (type === "boolean") {
    return displayer(type, source.bufferRange(name, "values", row >> 3, (row >> 3) + 1))(row & 7);
  }
  if (type !== "text") {
    const width = type === "date" ? 4 : 8;
    return displayer(type, source.bufferRange(name, "values", row * width, (row + 1) * width))(0);
  }
  if (column.encoding === "plain") {
    const ends = int64View(source.bufferRange(name, "offsets", row * 8, row * 8 + 16));
    return whole(source.bufferRange(name, "data", Number(ends[0]), Number(ends[1])));
  }
  const code = int32View(source.bufferRange(name, "values", row * 4, row * 4 + 4))[0]!;
  const ends = int32View(
    source.bufferRange(name, "dictionary_offsets", code * 4, code * 4 + 8),
  );
  return whole(source.bufferRange(name, "dictionary_data", ends[0]!, ends[1]!));
}

function whole(bytes: Uint8Array): string {
  return textAt(bytes, 0, bytes.byteLength);
}

/**
 * A function that writes the value at an index: `true`, `-12`, `0.1`, `2024-05-01`,
 * `2024-05-01T12:00:00.25Z`.
 * @param type any but text
 * @param bytes values buffer, aligned to 8
 */
export function displayer(
  type: Exclude<ColumnType, "text">,
  bytes: Uint8Array,
): (index: number) => string {
  switch (type) {
    case "boolean":
      return (index) => (isPresent(bytes, index) ? "true" : "false");
    case "int64": {
      const values = int64View(bytes);
      return (index) => String(values[index]!);
    }
    case "float64": {
      const values = float64View(bytes);
      return (index) => String(values[index]!);
    }
    case "date": {
      const values = int32View(bytes);
      return (index) => dateText(values[index]!);
    }
    case "timestamp": {
      const values = int64View(bytes);
      return (index) => timestampText(values[index]!);
    }
  }
}
