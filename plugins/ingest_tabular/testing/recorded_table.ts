import { strict as assert } from "node:assert";
import {
  type BufferName,
  type ColumnSchema,
  type DatasetSchema,
  expectedBufferBytes,
  requiredBuffers,
} from "harness/sdk";
import type { TableSink } from "../read_table.ts";

/** A cell as a test compares it: dates and timestamps in ISO form, null where missing. */
export type TestCell = boolean | bigint | number | string | null;

/** Takes a table as the kernel would, checks every size, and gives its cells back. */
export class RecordedTable implements TableSink {
  #schema: DatasetSchema | null = null;
  readonly #pieces = new Map<string, Uint8Array[]>();

  schema(schema: DatasetSchema): void {
    assert.equal(this.#schema, null, "the schema comes once");
    this.#schema = schema;
  }

  write(column: number, buffer: BufferName, bytes: Uint8Array): void {
    const declared = this.#schema!.columns[column]!.buffers[buffer];
    assert.ok(declared !== undefined, `column ${column} announced no ${buffer}`);
    const key = `${column} ${buffer}`;
    const pieces = this.#pieces.get(key) ?? [];
    pieces.push(bytes.slice());
    this.#pieces.set(key, pieces);
  }

  get announced(): DatasetSchema {
    assert.ok(this.#schema !== null);
    return this.#schema;
  }

  /** Bytes of one buffer, after a check of its size. */
  buffer(column: number, name: BufferName): Uint8Array<ArrayBuffer> {
    const { columns, rows } = this.announced;
    const declared = columns[column]!.buffers[name];
    const expected = expectedBufferBytes(columns[column]!, name, rows);
    if (expected !== undefined) assert.equal(declared, expected);
    const pieces = this.#pieces.get(`${column} ${name}`) ?? [];
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    assert.equal(whole.length, declared, `${name} of column ${column}`);
    return whole;
  }

  /** Every buffer of every column, for comparison. */
  everything(): Record<string, Uint8Array> {
    return Object.fromEntries(
      this.announced.columns.flatMap(({ buffers }, c) =>
        Object.keys(buffers).map((name) => [`${c} ${name}`, this.buffer(c, name as BufferName)])
      ),
    );
  }

  /** The cells of one column; missing slots must hold zero. */
  cells(column: number): TestCell[] {
    const { rows, columns } = this.announced;
    const info = columns[column]!;
    const required = requiredBuffers(info);
    assert.deepEqual(
      Object.keys(info.buffers).filter((name) => name !== "validity").sort(),
      [...required].sort(),
    );
    const validity = "validity" in info.buffers ? this.buffer(column, "validity") : null;
    const isPresent = (row: number) => validity === null || bit(validity, row);
    const value = this.#reader(column, info);
    let missing = 0;
    const cells = Array.from({ length: rows }, (_, row) => {
      const cell = value(row, isPresent(row));
      if (isPresent(row)) return cell;
      missing++;
      return null;
    });
    assert.equal(missing, info.null_count);
    if (validity !== null) assert.ok(missing > 0, "no validity where nothing is missing");
    return cells;
  }

  #reader(column: number, info: ColumnSchema): (row: number, present: boolean) => TestCell {
    if (info.type === "text") return this.#textReader(column, info);
    const { buffer } = this.buffer(column, "values");
    switch (info.type) {
      case "boolean":
        return (row, present) => zero(bit(new Uint8Array(buffer), row), present);
      case "int64":
        return (row, present) => zero(new BigInt64Array(buffer)[row]!, present);
      case "float64":
        return (row, present) => zero(new Float64Array(buffer)[row]!, present);
      case "date":
        return (row, present) => {
          const days = zero(new Int32Array(buffer)[row]!, present);
          return new Date(days * 86_400_000).toISOString().slice(0, 10);
        };
      default:
        return (row, present) => {
          const micros = zero(new BigInt64Array(buffer)[row]!, present);
          const millis = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
          const rest = String(micros - millis * 1000n).padStart(3, "0");
          return new Date(Number(millis)).toISOString().replace("Z", `${rest}Z`);
        };
    }
  }

  #textReader(column: number, info: ColumnSchema): (row: number, present: boolean) => TestCell {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    if (info.encoding === "dictionary") {
      const codes = new Int32Array(this.buffer(column, "values").buffer);
      const offsets = new Int32Array(this.buffer(column, "dictionary_offsets").buffer);
      const data = this.buffer(column, "dictionary_data");
      return (row, present) => {
        const code = zero(codes[row]!, present);
        return present ? decoder.decode(data.subarray(offsets[code]!, offsets[code + 1]!)) : "";
      };
    }
    const offsets = new BigInt64Array(this.buffer(column, "offsets").buffer);
    const data = this.buffer(column, "data");
    return (row, present) => {
      if (!present) assert.equal(offsets[row], offsets[row + 1]);
      return decoder.decode(data.subarray(Number(offsets[row]!), Number(offsets[row + 1]!)));
    };
  }
}

function bit(bits: Uint8Array, row: number): boolean {
  return ((bits[row >> 3]! >> (row & 7)) & 1) === 1;
}

/** The slot itself; a missing one must be zero. */
function zero<T extends number | bigint | boolean>(slot: T, present: boolean): T {
  if (!present) assert.equal(Number(slot), 0);
  return slot;
}
