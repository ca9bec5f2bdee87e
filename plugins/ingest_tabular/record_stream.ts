import {
  afterQuoteError,
  raggedError,
  recordTooLargeError,
  unterminatedQuoteError,
} from "./errors.ts";
import type { RecordSplitter } from "./record_splitter.ts";
import { MIN_READ_ROOM, type TextReader } from "./text_reader.ts";

/** Longest record in bytes of UTF-8; a longer one is an error, not a reason to use memory. */
export const MAX_RECORD_BYTES = 32 * 1024 * 1024;

/**
 * The records of a text file, a buffer at a time: reads, splits, and carries an unfinished
 * record over to the next buffer, which grows only when one record does not fit.
 */
export class RecordStream {
  readonly text: TextReader;
  readonly splitter: RecordSplitter;
  readonly #maxRecordBytes: number;
  #bytes: Uint8Array;
  #capacity: number;
  #from = 0;
  #to = 0;
  #ended = false;
  /** Offset in the UTF-8 stream of the buffer's first byte. */
  #origin = 0;
  #records = 0;

  /**
   * @param blockBytes size of the buffer to begin with; results do not depend on it
   * @param maxRecordBytes at which length of one record to give up
   */
  constructor(
    text: TextReader,
    splitter: RecordSplitter,
    blockBytes: number,
    maxRecordBytes = MAX_RECORD_BYTES,
  ) {
    this.text = text;
    this.splitter = splitter;
    this.#maxRecordBytes = maxRecordBytes;
    this.#capacity = Math.max(blockBytes, 2 * MIN_READ_ROOM);
    this.#bytes = new Uint8Array(this.#capacity + 1);
  }

  /** The buffer that the slots of the last pull speak of. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Records pulled since the start. */
  get records(): number {
    return this.#records;
  }

  rewind(): void {
    this.text.rewind();
    this.splitter.blankLines = 0;
    this.#from = 0;
    this.#to = 0;
    this.#origin = 0;
    this.#records = 0;
    this.#ended = false;
  }

  /** Skips `bytes` bytes at the start of the stream, which must not have been read from yet. */
  skip(bytes: number): void {
    this.#fill();
    this.#from = bytes;
  }

  /** Offset in the UTF-8 stream of a position in the buffer. */
  streamOffset(position: number): number {
    return this.#origin + position;
  }

  /**
   * Takes the next complete records.
   * @param slots where their cells are described
   * @param limit most records to take
   * @param firstRow number of the next record as data, for messages; negative for a header
   * @returns how many were taken; 0 at the end of the file
   * @throws CodedError E_CSV_RAGGED, E_CSV_AFTER_QUOTE, E_CSV_UNTERMINATED_QUOTE,
   *   E_CSV_RECORD_TOO_LARGE and what reading the text throws
   */
  pull(slots: Int32Array, limit: number, firstRow: number): number {
    if (limit < 1) return 0;
    for (;;) {
      const rows = this.splitter.split(
        this.#bytes,
        this.#from,
        this.#to,
        this.#ended,
        slots,
        limit,
      );
      const start = this.splitter.consumed;
      if (this.splitter.problem !== null) {
        // Records before the faulty one are fine; the fault is met again when it comes first.
        if (rows === 0) this.#fail(firstRow);
        this.#from = start;
        this.#records += rows;
        return rows;
      }
      this.#from = start;
      if (rows > 0) {
        this.#records += rows;
        return rows;
      }
      if (this.#ended) return 0;
      if (this.#to - this.#from >= this.#maxRecordBytes) {
        const place = this.text.locate(this.#origin + this.#from);
        throw recordTooLargeError(place, this.#maxRecordBytes, this.splitter.openQuote >= 0);
      }
      this.#fill();
    }
  }

  /** Moves what is left to the front of the buffer and reads behind it. */
  #fill(): void {
    const left = this.#to - this.#from;
    if (this.#capacity - left < Math.max(MIN_READ_ROOM, this.#capacity >> 2)) {
      this.#capacity = Math.max(this.#capacity * 2, 64);
      const larger = new Uint8Array(this.#capacity + 1);
      larger.set(this.#bytes.subarray(this.#from, this.#to));
      this.#bytes = larger;
    } else {
      this.#bytes.copyWithin(0, this.#from, this.#to);
    }
    this.#origin += this.#from;
    this.#from = 0;
    this.#to = left;
    while (this.#capacity - this.#to >= MIN_READ_ROOM) {
      const read = this.text.read(this.#bytes, this.#to, this.#capacity);
      if (read === 0) {
        this.#ended = true;
        return;
      }
      this.#to += read;
    }
  }

  #fail(row: number): never {
    const { problem, problemAt, width, columns } = this.splitter;
    const place = this.text.locate(this.#origin + problemAt);
    if (problem === "ragged") throw raggedError(place, row, width, columns);
    if (problem === "after_quote") throw afterQuoteError(place, this.#bytes[problemAt]!);
    throw unterminatedQuoteError(place);
  }
}
