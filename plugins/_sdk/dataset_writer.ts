import {
  BUFFER_NAMES,
  type BufferName,
  type DatasetSchema,
} from "../../kernel/contract/dataset.ts";
import { COLUMN_CHUNK_HEADER_BYTES, MAX_CHUNK_BYTES } from "../../kernel/contract/frame.ts";
import { datasetMisuse } from "./errors.ts";
import type { FrameSender } from "./frame_sender.ts";

/** Most payload of one chunk: a multiple of 16, so that no value is cut in two. */
const PAYLOAD_BYTES = MAX_CHUNK_BYTES - COLUMN_CHUNK_HEADER_BYTES;

/** How an ingest or transform plugin hands over the dataset it makes. */
export interface DatasetWriter {
  /**
   * Announces the dataset; once, before any bytes.
   * @param schema exact row count, columns, missing counts and buffer sizes
   */
  schema(schema: DatasetSchema): void;
  /**
   * Appends bytes to a buffer of a column; they are copied before this returns. Buffers may be
   * written in any order and in pieces of any size; pieces near 1 MiB are cheapest.
   * @param column index in the schema's columns
   * @param buffer which of its buffers
   * @param bytes next bytes of that buffer
   * @throws CodedError E_PLUGIN_DATASET when the schema has no such buffer, or it is full
   */
  write(column: number, buffer: BufferName, bytes: Uint8Array): void;
}

/** The writer that turns a dataset into frames, and knows whether it is complete. */
export class FramedDatasetWriter implements DatasetWriter {
  readonly #sender: FrameSender;
  #schema: DatasetSchema | undefined;
  /** Bytes so far, by column × buffer. */
  #written = new Float64Array(0);
  #chunk: Uint8Array | undefined;

  constructor(sender: FrameSender) {
    this.#sender = sender;
  }

  schema(schema: DatasetSchema): void {
    if (this.#schema !== undefined) throw datasetMisuse("its schema was announced twice");
    this.#sender.json("schema", schema);
    this.#schema = schema;
    this.#written = new Float64Array(schema.columns.length * BUFFER_NAMES.length);
  }

  write(column: number, buffer: BufferName, bytes: Uint8Array): void {
    const declared = this.#schema?.columns[column]?.buffers[buffer];
    if (declared === undefined) {
      throw datasetMisuse(
        this.#schema === undefined
          ? "bytes came before the schema"
          : `column ${column} has no buffer ${buffer} in its schema`,
      );
    }
    const slot = column * BUFFER_NAMES.length + BUFFER_NAMES.indexOf(buffer);
    const start = this.#written[slot]!;
    if (start + bytes.byteLength > declared) {
      throw datasetMisuse(
        `${buffer} of column ${column} has ${
          start + bytes.byteLength
        } bytes where ${declared} were announced`,
      );
    }
    for (let from = 0; from < bytes.byteLength; from += PAYLOAD_BYTES) {
      const piece = bytes.subarray(from, from + PAYLOAD_BYTES);
      this.#send(column, buffer, start + from, piece);
    }
    this.#written[slot] = start + bytes.byteLength;
  }

  /** Throws when a dataset was announced and not written in full. */
  finish(): void {
    const columns = this.#schema?.columns ?? [];
    for (let column = 0; column < columns.length; column++) {
      for (let buffer = 0; buffer < BUFFER_NAMES.length; buffer++) {
        const name = BUFFER_NAMES[buffer]!;
        const declared = columns[column]!.buffers[name] ?? 0;
        const written = this.#written[column * BUFFER_NAMES.length + buffer]!;
        if (written === declared) continue;
        throw datasetMisuse(
          `${name} of column ${column} ended after ${written} of ${declared} bytes`,
        );
      }
    }
  }

  #send(column: number, buffer: BufferName, offset: number, piece: Uint8Array): void {
    const length = COLUMN_CHUNK_HEADER_BYTES + piece.byteLength;
    if (this.#chunk === undefined || this.#chunk.byteLength < length) {
      this.#chunk = new Uint8Array(length);
    }
    const header = new DataView(this.#chunk.buffer);
    header.setUint32(0, column, true);
    header.setUint32(4, BUFFER_NAMES.indexOf(buffer), true);
    header.setUint32(8, offset >>> 0, true);
    header.setUint32(12, Math.floor(offset / 2 ** 32), true);
    this.#chunk.set(piece, COLUMN_CHUNK_HEADER_BYTES);
    this.#sender.bytes("column_chunk", this.#chunk.subarray(0, length));
  }
}
