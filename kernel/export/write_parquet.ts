import type { SchemaElement } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { ParquetWriter } from "hyparquet-writer/src/parquet-writer.js";
import type { PackColumn } from "../contract/dataset.ts";
import type { PackReader } from "../store/pack_reader.ts";
import { rowPieces } from "../store/row_pieces.ts";

/** Rows of one row group. */
const GROUP_ROWS = 65_536;
/** Bytes gathered before they are handed on. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Writes a Parquet file (github.com/apache/parquet-format), Snappy-compressed, in row groups of
 * 65,536 rows, fewer where texts are long. Only one column of one row group is in memory at a time.
 * @param pack open
 * @param columns of its footer, at least one
 * @param write is given each piece
 */
export function writeParquet(
  pack: PackReader,
  columns: readonly PackColumn[],
  write: (bytes: Uint8Array) => void,
): void {
  const writer = new ChunkWriter(write);
  const schema: SchemaElement[] = [
    { name: "schema", num_children: columns.length },
    ...columns.map(schemaElement),
  ];
  const file = new ParquetWriter({ writer, schema, createdBy: "Statistic Harness" });
  for (const { start, end } of rowPieces(pack, columns, { start: 0, end: pack.rows }, GROUP_ROWS)) {
    const rows = end - start;
    const columnData = columns.map((column) => ({
      name: column.name,
      get data() {
        return pack.cells(column, start, rows);
      },
    }));
    file.write({ columnData, rowGroupSize: rows });
  }
  file.finish();
  writer.flush();
}

function schemaElement({ name, type, null_count }: PackColumn): SchemaElement {
  const repetition_type = null_count === 0 ? "REQUIRED" : "OPTIONAL";
  switch (type) {
    case "boolean":
      return { name, repetition_type, type: "BOOLEAN" };
    case "int64":
      return { name, repetition_type, type: "INT64" };
    case "float64":
      return { name, repetition_type, type: "DOUBLE" };
    case "date":
      return { name, repetition_type, type: "INT32", converted_type: "DATE" };
    case "timestamp":
      return {
        name,
        repetition_type,
        type: "INT64",
        converted_type: "TIMESTAMP_MICROS",
        logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
      };
    case "text":
      return { name, repetition_type, type: "BYTE_ARRAY", converted_type: "UTF8" };
  }
}

/** Hands bytes on as they come instead of keeping the file. */
class ChunkWriter extends ByteWriter {
  readonly #write: (bytes: Uint8Array) => void;

  constructor(write: (bytes: Uint8Array) => void) {
    super(2 * CHUNK_BYTES);
    this.#write = write;
  }

  override ensure(size: number): void {
    if (this.index >= CHUNK_BYTES) this.flush();
    super.ensure(size);
  }

  flush(): void {
    this.#write(this.getBytes());
    this.index = 0;
  }
}
