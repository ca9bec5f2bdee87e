import type { ByteSource } from "./byte_source.ts";
import { binaryError, encodingError } from "./errors.ts";
import { firstUtf8Problem, unfinishedUtf8 } from "./first_utf8_problem.ts";

/** Encodings of text files that can be read. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "latin1" | "windows-1252";

/** Smallest room a read needs: one character of four bytes. */
export const MIN_READ_ROOM = 4;
const STAGING_BYTES = 64 * 1024;

/** What windows-1252 has at 0x80–0x9F (WHATWG table); 0 where the code page defines nothing. */
// deno-fmt-ignore
const WINDOWS_1252 = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
  0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc,
  0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

/**
 * A text file as a stream of UTF-8 bytes, whatever its encoding, without its byte order mark.
 * Bytes that are not text in that encoding, and NUL, are errors that name the byte offset.
 */
export class TextReader {
  readonly encoding: Encoding;
  readonly #source: ByteSource;
  readonly #start: number;
  readonly #line: number;
  #position: number;
  #checked = false;
  readonly #held = new Uint8Array(4);
  #heldBytes = 0;
  readonly #staging: Uint8Array;
  #stagingFrom = 0;
  #stagingTo = 0;
  #stagingAt = 0;

  /**
   * @param source the file
   * @param encoding how its bytes are to be read
   * @param start byte at which the text begins; a byte order mark and what is left out lie before
   * @param line number of the line that begins there, from 1
   */
  constructor(source: ByteSource, encoding: Encoding, start: number, line = 1) {
    this.encoding = encoding;
    this.#source = source;
    this.#start = start;
    this.#line = line;
    this.#position = start;
    this.#staging = new Uint8Array(encoding === "utf-8" ? 0 : STAGING_BYTES);
  }

  /** Starts again from the first character. A file that was read to its end is not checked twice. */
  rewind(): void {
    this.#position = this.#start;
    this.#heldBytes = 0;
    this.#stagingFrom = 0;
    this.#stagingTo = 0;
  }

  /** Bytes of the file read so far. */
  get position(): number {
    return this.#position;
  }

  /**
   * Fills `target[at, to)` with UTF-8 bytes, whole characters only.
   * @param target at offset 0 of its buffer; room for at least {@link MIN_READ_ROOM} bytes
   * @returns how many bytes were written; 0 only at the end of the file
   * @throws CodedError E_CSV_ENCODING, E_INGEST_BINARY
   */
  read(target: Uint8Array, at: number, to: number): number {
    if (!(to - at >= MIN_READ_ROOM)) throw new RangeError("TextReader.read() needs more room");
    if (this.encoding === "utf-8") return this.#readUtf8(target, at, to);
    return this.#transcode(target, at, to);
  }

  /** Where the character at `streamOffset` of the UTF-8 stream stands: byte in the file, line. */
  locate(streamOffset: number): { offset: number; line: number } {
    const again = new TextReader(this.#source, this.encoding, this.#start);
    again.#checked = true;
    const buffer = new Uint8Array(STAGING_BYTES);
    let units = 0;
    let line = this.#line;
    let previous = 0;
    let left = streamOffset;
    while (left > 0) {
      const read = again.read(buffer, 0, buffer.length);
      if (read === 0) break;
      const n = Math.min(read, left);
      for (let i = 0; i < n; i++) {
        const b = buffer[i]!;
        if ((b & 0xc0) !== 0x80) units += b >= 0xf0 ? 2 : 1;
        if (b === 10 ? previous !== 13 : b === 13) line++;
        previous = b;
      }
      left -= n;
    }
    const bytes = this.encoding === "utf-8"
      ? streamOffset - left
      : this.encoding === "utf-16le" || this.encoding === "utf-16be"
      ? units * 2
      : units;
    return { offset: this.#start + bytes, line };
  }

  #readUtf8(target: Uint8Array, at: number, to: number): number {
    let end = at;
    for (let i = 0; i < this.#heldBytes; i++) target[end++] = this.#held[i]!;
    const origin = this.#position - this.#heldBytes;
    this.#heldBytes = 0;
    while (end < to) {
      const read = this.#source.readSync(target.subarray(end, to), this.#position);
      if (read === 0) break;
      end += read;
      this.#position += read;
    }
    if (this.#checked) return end - at;
    const atEnd = end < to;
    const held = atEnd ? 0 : unfinishedUtf8(target, at, end);
    for (let i = 0; i < held; i++) this.#held[i] = target[end - held + i]!;
    end -= held;
    this.#heldBytes = held;
    const problem = firstUtf8Problem(target, at, end);
    if (problem < end) {
      const offset = origin + problem - at;
      if (target[problem] === 0) throw binaryError(offset);
      const cut = atEnd && unfinishedUtf8(target, problem, end) === end - problem;
      throw encodingError("UTF-8", offset, target[problem]!, cut);
    }
    if (atEnd) this.#checked = true;
    return end - at;
  }

  /** The next raw byte, or −1 at the end of the file. */
  #byte(): number {
    if (this.#stagingFrom === this.#stagingTo) {
      this.#stagingAt = this.#position;
      this.#stagingFrom = 0;
      this.#stagingTo = this.#source.readSync(this.#staging, this.#position);
      this.#position += this.#stagingTo;
      if (this.#stagingTo === 0) return -1;
    }
    return this.#staging[this.#stagingFrom++]!;
  }

  #transcode(target: Uint8Array, at: number, to: number): number {
    let end = at;
    const wide = this.encoding === "utf-16le" || this.encoding === "utf-16be";
    const windows = this.encoding === "windows-1252";
    while (to - end >= MIN_READ_ROOM) {
      let point: number;
      if (wide) {
        point = this.#utf16();
      } else {
        point = this.#byte();
        if (windows && point >= 0x80 && point < 0xa0) {
          const mapped = WINDOWS_1252[point - 0x80]!;
          if (mapped === 0) throw encodingError("windows-1252", this.#offset(1), point, false);
          point = mapped;
        }
      }
      if (point < 0) break;
      if (point < 0x80) {
        if (point === 0) throw binaryError(this.#offset(wide ? 2 : 1));
        target[end++] = point;
      } else if (point < 0x800) {
        target[end++] = 0xc0 | (point >> 6);
        target[end++] = 0x80 | (point & 63);
      } else if (point < 0x10000) {
        target[end++] = 0xe0 | (point >> 12);
        target[end++] = 0x80 | ((point >> 6) & 63);
        target[end++] = 0x80 | (point & 63);
      } else {
        target[end++] = 0xf0 | (point >> 18);
        target[end++] = 0x80 | ((point >> 12) & 63);
        target[end++] = 0x80 | ((point >> 6) & 63);
        target[end++] = 0x80 | (point & 63);
      }
    }
    return end - at;
  }

  /** File offset of the byte that lies `back` bytes before the next one. */
  #offset(back: number): number {
    return this.#stagingAt + this.#stagingFrom - back;
  }

  #utf16(): number {
    const unit = this.#unit();
    if (unit < 0xd800 || unit > 0xdfff) return unit;
    const name = this.encoding === "utf-16le" ? "UTF-16LE" : "UTF-16BE";
    const start = this.#offset(2);
    if (unit > 0xdbff) throw encodingError(name, start, unit, false);
    const low = this.#unit();
    if (low < 0xdc00 || low > 0xdfff) throw encodingError(name, start, unit, low < 0);
    return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
  }

  #unit(): number {
    const first = this.#byte();
    if (first < 0) return -1;
    const second = this.#byte();
    const name = this.encoding === "utf-16le" ? "UTF-16LE" : "UTF-16BE";
    if (second < 0) throw encodingError(name, this.#position - 1, first, true);
    return this.encoding === "utf-16le" ? first | (second << 8) : (first << 8) | second;
  }
}
