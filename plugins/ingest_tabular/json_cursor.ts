import type { ByteBuffer } from "./byte_buffer.ts";
import type { ByteSource } from "./byte_source.ts";
import { CELL } from "./cell_block.ts";
import { type FilePlace, jsonSyntaxError, jsonTooLargeError } from "./errors.ts";
import { isJsonNumber } from "./is_json_number.ts";
import { MAX_RECORD_BYTES } from "./record_stream.ts";
import { TextReader } from "./text_reader.ts";

const QUOTE = 34;
const BACKSLASH = 92;
/** Arrays and objects within one another that a cell may hold. */
const MAX_DEPTH = 256;
/** What a value's first byte may be followed by, for the words of JSON and of its writers. */
const WORDS: Readonly<Record<string, { readonly word: string; readonly flag: number }>> = {
  t: { word: "true", flag: CELL.plain },
  f: { word: "false", flag: CELL.plain },
  n: { word: "null", flag: CELL.absent },
  N: { word: "NaN", flag: CELL.plain },
  I: { word: "Infinity", flag: CELL.plain },
};

/**
 * Reads JSON (RFC 8259) from a place in a file on, one value after the other, without making
 * strings or objects. Beyond the standard it takes `NaN`, `Infinity` and `-Infinity`, which some
 * programs write.
 */
export class JsonCursor {
  /** Number of the record being read, for messages; negative outside of any. */
  row = -1;
  readonly #source: ByteSource;
  readonly #text: TextReader;
  readonly #start: number;
  readonly #bytes: Uint8Array;
  #p = 0;
  #end = 0;
  /** Offset in the file of the buffer's first byte. */
  #origin: number;

  /**
   * @param start where in the file to begin, the first byte of a character
   * @param bufferBytes size of the buffer; results do not depend on it
   */
  constructor(source: ByteSource, start: number, bufferBytes: number) {
    this.#source = source;
    this.#start = start;
    this.#origin = start;
    this.#text = new TextReader(source, "utf-8", start);
    this.#bytes = new Uint8Array(Math.max(16, bufferBytes));
  }

  /** Goes back to where it began. */
  rewind(): void {
    this.#text.rewind();
    this.#p = 0;
    this.#end = 0;
    this.#origin = this.#start;
    this.row = -1;
  }

  /** Offset in the file of the next byte. */
  get offset(): number {
    return this.#origin + this.#p;
  }

  /** The next byte, or −1 at the end of the file. */
  peek(): number {
    return this.#p < this.#end || this.#fill() ? this.#bytes[this.#p]! : -1;
  }

  /** Passes over one byte, which `peek` has seen. */
  skip(): void {
    this.#p++;
  }

  /** Passes over white space; returns the byte after it, or −1. */
  space(): number {
    for (;;) {
      const b = this.peek();
      if (b !== 32 && b !== 10 && b !== 13 && b !== 9) return b;
      this.#p++;
    }
  }

  /** Passes over white space and then the byte that must follow. */
  expect(byte: number, what: string): void {
    if (this.space() !== byte) this.fail(`expected ${what}`);
    this.#p++;
  }

  /** A place in the file, with its line. */
  place(offset = this.offset): FilePlace {
    return new TextReader(this.#source, "utf-8", 0).locate(offset);
  }

  fail(what: string): never {
    const b = this.peek();
    const found = b < 0
      ? "the end of the file"
      : b > 32 && b < 127
      ? String.fromCharCode(b)
      : `byte 0x${b.toString(16).padStart(2, "0")}`;
    throw jsonSyntaxError(this.place(), this.row, `${what}, found ${found}`);
  }

  /**
   * Reads one value and appends its content: a string's characters, a number or word as it stands,
   * an array or object without its white space; nothing for null.
   * @param out where to, at most 32 MiB in all
   * @returns how the cell is to be read, of `CELL`
   */
  value(out: ByteBuffer): number {
    const b = this.space();
    if (b === QUOTE) {
      this.string(out);
      return CELL.text;
    }
    if (b === 45 || (b >= 48 && b <= 57)) return this.#number(out);
    if (b === 123 || b === 91) {
      this.#nested(out, 0);
      return CELL.text;
    }
    const known = b < 0 ? undefined : WORDS[String.fromCharCode(b)];
    if (known === undefined) this.fail("expected a value");
    const from = out.length;
    this.#word(known.word, out);
    if (known.flag === CELL.absent) out.length = from;
    return known.flag;
  }

  /** Reads a string and appends its characters. */
  string(out: ByteBuffer): void {
    const opened = this.offset;
    this.expect(QUOTE, "a string");
    for (;;) {
      if (this.#p >= this.#end && !this.#fill()) {
        throw jsonSyntaxError(this.place(opened), this.row, "a string that begins here never ends");
      }
      const bytes = this.#bytes;
      const from = this.#p;
      let p = from;
      while (p < this.#end && bytes[p] !== QUOTE && bytes[p] !== BACKSLASH && bytes[p]! >= 32) p++;
      out.append(bytes, from, p);
      this.#bound(out, opened);
      this.#p = p;
      if (p === this.#end) continue;
      if (bytes[p] === QUOTE) {
        this.#p++;
        return;
      }
      if (bytes[p] !== BACKSLASH) this.fail("a control character must be escaped in a string");
      this.#p++;
      this.#escape(out);
    }
  }

  #escape(out: ByteBuffer): void {
    const b = this.peek();
    const simple = '"\\/bfnrt'.indexOf(b < 0 ? "?" : String.fromCharCode(b));
    if (simple >= 0) {
      this.#p++;
      return out.push('"\\/\b\f\n\r\t'.charCodeAt(simple));
    }
    if (b !== 117) this.fail("expected an escape sequence");
    const at = this.offset - 1;
    let point = this.#unit();
    if (point >= 0xd800 && point < 0xe000) {
      let low = 0;
      if (point < 0xdc00 && this.peek() === BACKSLASH) {
        this.#p++;
        if (this.peek() === 117) low = this.#unit();
      }
      if (low < 0xdc00 || low > 0xdfff) {
        const what = "half of a surrogate pair stands alone in a string";
        throw jsonSyntaxError(this.place(at), this.row, what);
      }
      point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
    }
    out.pushCharacter(point);
  }

  /** `u` and four hexadecimal digits. */
  #unit(): number {
    this.#p++;
    let unit = 0;
    for (let i = 0; i < 4; i++) {
      const b = this.peek();
      const lower = b | 32;
      const digit = b >= 48 && b <= 57 ? b - 48 : lower >= 97 && lower <= 102 ? lower - 87 : -1;
      if (digit < 0) this.fail("expected four hexadecimal digits");
      unit = unit * 16 + digit;
      this.#p++;
    }
    return unit;
  }

  #number(out: ByteBuffer): number {
    const at = this.offset;
    const from = out.length;
    while (this.#p < this.#end || this.#fill()) {
      const bytes = this.#bytes;
      let p = this.#p;
      for (; p < this.#end; p++) {
        const b = bytes[p]!;
        if (!((b >= 48 && b <= 57) || b === 45 || b === 43 || b === 46 || (b | 32) === 101)) break;
      }
      out.append(bytes, this.#p, p);
      this.#p = p;
      this.#bound(out, at);
      if (p < this.#end) break;
    }
    if (out.length === from + 1 && this.peek() === 73) {
      this.#word("Infinity", out);
      return CELL.plain;
    }
    if (!isJsonNumber(out.bytes, from, out.length)) {
      throw jsonSyntaxError(this.place(at), this.row, "a number is malformed");
    }
    return CELL.plain;
  }

  #word(word: string, out: ByteBuffer): void {
    for (let i = 0; i < word.length; i++) {
      if (this.peek() !== word.charCodeAt(i)) this.fail(`expected ${word}`);
      this.#p++;
      out.push(word.charCodeAt(i));
    }
  }

  /** Copies an array or object, checking it, without its white space. */
  #nested(out: ByteBuffer, depth: number): void {
    if (depth > MAX_DEPTH) this.fail(`arrays and objects are nested deeper than ${MAX_DEPTH}`);
    const at = this.offset;
    const open = this.peek();
    const close = open === 123 ? 125 : 93;
    out.push(open);
    this.#p++;
    if (this.space() === close) {
      this.#p++;
      return out.push(close);
    }
    for (;;) {
      if (open === 123) {
        if (this.space() !== QUOTE) this.fail("expected a key");
        this.#quoted(out);
        this.expect(58, "a colon");
        out.push(58);
      }
      const b = this.space();
      if (b === QUOTE) this.#quoted(out);
      else if (b === 123 || b === 91) this.#nested(out, depth + 1);
      else if (b === 110) this.#word("null", out);
      else this.value(out);
      this.#bound(out, at);
      const next = this.space();
      if (next !== 44 && next !== close) {
        this.fail(open === 123 ? "expected , or }" : "expected , or ]");
      }
      this.#p++;
      out.push(next);
      if (next === close) return;
    }
  }

  /** Copies a string with its quotes and escapes. */
  #quoted(out: ByteBuffer): void {
    const from = out.length;
    this.string(out);
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      out.bytes.subarray(from, out.length),
    );
    const written = new TextEncoder().encode(JSON.stringify(text));
    out.length = from;
    out.append(written, 0, written.length);
  }

  #bound(out: ByteBuffer, at: number): void {
    if (out.length > MAX_RECORD_BYTES) throw jsonTooLargeError(this.place(at), MAX_RECORD_BYTES);
  }

  /** Reads on; false at the end of the file. */
  #fill(): boolean {
    this.#origin += this.#p;
    this.#p = 0;
    this.#end = this.#text.read(this.#bytes, 0, this.#bytes.length);
    return this.#end > 0;
  }
}
