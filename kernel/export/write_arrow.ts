import type { DataType } from "@uwdata/flechette";
import { TimeUnit } from "@uwdata/flechette/src/constants.js";
import {
  bool,
  dateDay,
  dictionary,
  field,
  float64,
  int32,
  int64,
  largeUtf8,
  timestamp,
  utf8,
} from "@uwdata/flechette/src/data-types.js";
import { encodeIPC } from "@uwdata/flechette/src/encode/encode-ipc.js";
import { Sink } from "@uwdata/flechette/src/encode/sink.js";
import { type BufferName, expectedBufferBytes, type PackColumn } from "../contract/dataset.ts";
import { countSetBits, int64View } from "../contract/pack_views.ts";
import type { PackReader } from "../store/pack_reader.ts";
import { rowPieces } from "../store/row_pieces.ts";

/** Rows of one record batch, a multiple of 8, so that bitmaps begin at a byte. */
const BATCH_ROWS = 65_536;

/** One buffer of a message, read from the pack only when it is written. */
interface LazyBuffer {
  readonly bytes: number;
  read(): Uint8Array;
}

/** One column of one batch. */
interface ColumnPart {
  readonly null_count: number;
  readonly buffers: readonly LazyBuffer[];
}

/**
 * Writes an Arrow IPC file (arrow.apache.org/docs/format/Columnar.html): the pack's buffers as they
 * are, in record batches of 65,536 rows, fewer where texts are long. Only one buffer of one batch is in memory at a time.
 * @param pack open
 * @param columns of its footer, at least one
 * @param write is given each piece
 */
export function writeArrow(
  pack: PackReader,
  columns: readonly PackColumn[],
  write: (bytes: Uint8Array) => void,
): void {
  const sink = new class extends Sink {
    override write(bytes: Uint8Array): void {
      write(bytes);
    }
  }();
  const fields = columns.map((column, place) => field(column.name, arrowType(column, place)));
  const schema = { version: 4, endianness: 0, fields, metadata: null };
  const dictionaries = dictionaryBatches(pack, columns);
  encodeIPC({ schema, dictionaries, records: recordBatches(pack, columns) }, {
    sink,
    format: "file",
  });
}

function arrowType({ type, encoding }: PackColumn, place: number): DataType {
  switch (type) {
    case "boolean":
      return bool();
    case "int64":
      return int64();
    case "float64":
      return float64();
    case "date":
      return dateDay();
    case "timestamp":
      return timestamp(TimeUnit.MICROSECOND, "UTC");
    case "text":
      return encoding === "plain" ? largeUtf8() : dictionary(utf8(), int32(), false, place);
  }
}

function* dictionaryBatches(pack: PackReader, columns: readonly PackColumn[]) {
  for (const [id, column] of columns.entries()) {
    if (column.encoding !== "dictionary") continue;
    const buffers = [none(), whole(pack, column, "dictionary_offsets")];
    const entries = buffers[1]!.bytes / 4 - 1;
    buffers.push(whole(pack, column, "dictionary_data"));
    yield { id, isDelta: false, data: message(entries, [{ null_count: 0, buffers }]) };
  }
}

function* recordBatches(pack: PackReader, columns: readonly PackColumn[]) {
  for (const { start, end } of rowPieces(pack, columns, { start: 0, end: pack.rows }, BATCH_ROWS)) {
    const rows = end - start;
    yield message(rows, columns.map((column) => columnPart(pack, column, start, rows)));
  }
}

function columnPart(pack: PackReader, column: PackColumn, start: number, rows: number): ColumnPart {
  let null_count = 0;
  let validity = none();
  if (column.null_count > 0) {
    const bitmap = pack.part(column, "validity", start / 8, Math.ceil(rows / 8));
    null_count = rows - countSetBits(bitmap, rows);
    if (null_count > 0) validity = { bytes: bitmap.length, read: () => bitmap };
  }
  if (column.type === "text" && column.encoding === "plain") {
    const offsets = () => int64View(pack.part(column, "offsets", start * 8, (rows + 1) * 8));
    const at = offsets();
    const from = Number(at[0]);
    const bytes = Number(at[rows]) - from;
    return {
      null_count,
      buffers: [validity, {
        bytes: (rows + 1) * 8,
        read: () => new Uint8Array(offsets().map((offset) => offset - BigInt(from)).buffer),
      }, { bytes, read: () => pack.part(column, "data", from, bytes) }],
    };
  }
  const bytes = expectedBufferBytes(column, "values", rows)!;
  // A batch starts at a multiple of 8 rows, so this is where the values of its first row are.
  const from = expectedBufferBytes(column, "values", start)!;
  const values = { bytes, read: () => pack.part(column, "values", from, bytes) };
  return { null_count, buffers: [validity, values] };
}

function whole(pack: PackReader, column: PackColumn, name: BufferName): LazyBuffer {
  const { bytes } = column.buffers.find((buffer) => buffer.name === name)!;
  return { bytes, read: () => pack.part(column, name) };
}

/** A bitmap that is left out because nothing is missing. */
function none(): LazyBuffer {
  return { bytes: 0, read: () => new Uint8Array(0) };
}

/** What `encodeIPC` takes for the body of a message: where each buffer lies in it, and its bytes. */
function message(rows: number, parts: readonly ColumnPart[]) {
  const nodes: { length: number; nullCount: number }[] = [];
  const regions: { offset: number; length: number }[] = [];
  const buffers: Uint8Array[] = [];
  let byteLength = 0;
  for (const { null_count, buffers: own } of parts) {
    nodes.push({ length: rows, nullCount: null_count });
    for (const { bytes, read } of own) {
      regions.push({ offset: byteLength, length: bytes });
      Object.defineProperty(buffers, buffers.length, { get: read, enumerable: true });
      byteLength += Math.ceil(bytes / 8) * 8;
    }
  }
  return { byteLength, nodes, regions, variadic: [], buffers };
}
