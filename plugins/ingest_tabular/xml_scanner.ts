import { doctypeError, inflateError, xmlError } from "./xlsx_errors.ts";

/** What {@link XmlScanner.step} came upon. */
export const XML_TOKEN = {
  /** the bytes at hand do not hold a whole token: call `more` and step again */
  more: 0,
  /** the end of the part */
  end: 1,
  open: 2,
  close: 3,
  text: 4,
} as const;

const LESS = 60;
const GREATER = 62;
const MOST_TOKEN_BYTES = 32 * 1024 * 1024;
const decoder = new TextDecoder();

/** Where XML comes from: fills `target[at, to)`, 0 at the end. */
export type XmlInput = (target: Uint8Array, at: number, to: number) => Promise<number>;

/**
 * Takes XML apart, a token at a time, without making objects. It knows tags, attributes, text,
 * CDATA, comments and processing instructions; a document type declaration is refused. It does not
 * check that tags match: whoever reads the tokens does, as far as it matters.
 */
export class XmlScanner {
  /** Bytes that the positions below speak of; valid until `more`. */
  bytes: Uint8Array;
  /** The tag's local name, one byte after the other from the right, if at most four; else 0. */
  code = 0;
  /** The open tag is its own end. */
  empty = false;
  /** Where the text, or the open tag's attributes, begin and end. */
  from = 0;
  to = 0;
  /** ASCII code of the attribute that `nextShortAttribute` found; where its value lies. */
  letter = 0;
  valueFrom = 0;
  valueTo = 0;
  /** The text stands in a CDATA section: its entities are none. */
  raw = false;
  readonly part: string;
  readonly #input: XmlInput;
  #nameFrom = 0;
  #nameTo = 0;
  #p = 0;
  #end = 0;
  #origin = 0;
  #final = false;

  /**
   * @param part its name, for messages
   * @param bufferBytes size of the buffer to begin with
   */
  constructor(part: string, input: XmlInput, bufferBytes = 64 * 1024) {
    this.part = part;
    this.#input = input;
    this.bytes = new Uint8Array(bufferBytes);
  }

  /** Reads on, behind what is left of the last bytes. */
  async more(): Promise<void> {
    const left = this.#end - this.#p;
    if (left > MOST_TOKEN_BYTES) throw inflateError(this.part, "one piece is longer than 32 MiB");
    if (left * 2 > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes.subarray(this.#p, this.#end));
      this.bytes = larger;
    } else {
      this.bytes.copyWithin(0, this.#p, this.#end);
    }
    this.#origin += this.#p;
    this.#p = 0;
    this.#end = left;
    const read = await this.#input(this.bytes, left, this.bytes.length);
    this.#final = read === 0;
    this.#end += read;
    if (this.#origin === 0 && left === 0) this.#checkEncoding();
  }

  /** Finds the next token, if the bytes at hand hold it; one of {@link XML_TOKEN}. */
  step(): number {
    for (;;) {
      const { bytes } = this;
      const start = this.#p;
      if (start >= this.#end) return this.#short();
      if (bytes[start] !== LESS) {
        let p = start + 1;
        while (p < this.#end && bytes[p] !== LESS) p++;
        if (p === this.#end && !this.#final) return XML_TOKEN.more;
        this.raw = false;
        return this.#text(start, p, p);
      }
      if (start + 1 >= this.#end) return this.#short();
      const b = bytes[start + 1]!;
      if (b !== 33 /* ! */ && b !== 63 /* ? */) return this.#tag(start, b === 47 /* / */);
      if (b === 63) {
        const close = this.#find("?>", start + 2);
        if (close < 0) return this.#short();
        this.#declaration(start, close);
        this.#p = close + 2;
        continue;
      }
      if (this.#end - start < 9 && !this.#final) return XML_TOKEN.more;
      if (this.#startsWith("<!--", start)) {
        const close = this.#find("-->", start + 4);
        if (close < 0) return this.#short();
        this.#p = close + 3;
        continue;
      }
      if (!this.#startsWith("<![CDATA[", start)) throw doctypeError(this.part);
      const close = this.#find("]]>", start + 9);
      if (close < 0) return this.#short();
      this.raw = true;
      return this.#text(start + 9, close, close + 3);
    }
  }

  /** The tag's local name. */
  get name(): string {
    return decoder.decode(this.bytes.subarray(this.#nameFrom, this.#nameTo));
  }

  /** Value of an attribute of the open tag, its entities undone; null when it has none. */
  attribute(name: string): string | null {
    const text = decoder.decode(this.bytes.subarray(this.from, this.to));
    for (
      const [, key, double, single] of text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)
    ) {
      if (key !== name && key!.slice(key!.indexOf(":") + 1) !== name) continue;
      return (double ?? single!).replace(/&([^;&]*);?/g, (_, entity: string) => {
        const point = entityPoint(entity);
        if (point < 0) this.fail("it has an unknown entity");
        return String.fromCodePoint(point);
      });
    }
    return null;
  }

  /**
   * Goes on to the open tag's next attribute whose name is one letter, and sets `letter`,
   * `valueFrom` and `valueTo`; the quick form of {@link attribute}.
   * @param from where to begin, at or after the tag's attributes
   * @returns where to go on looking, or −1 when there is none
   */
  nextShortAttribute(from: number): number {
    const { bytes, to } = this;
    for (let p = from; p < to;) {
      while (p < to && bytes[p]! <= 32) p++;
      const name = p;
      while (p < to && bytes[p] !== 61 /* = */) p++;
      const nameTo = p++;
      while (p < to && bytes[p]! <= 32) p++;
      const quote = bytes[p];
      const valueFrom = ++p;
      while (p < to && bytes[p] !== quote) p++;
      if (p >= to) return -1;
      if (nameTo === name + 1) {
        this.letter = bytes[name]!;
        this.valueFrom = valueFrom;
        this.valueTo = p;
        return p + 1;
      }
      p++;
    }
    return -1;
  }

  /** @param why what is wrong with the token at hand */
  fail(why: string): never {
    throw xmlError(this.part, why, this.#origin + this.#p);
  }

  #text(from: number, to: number, next: number): number {
    this.from = from;
    this.to = to;
    this.#p = next;
    return XML_TOKEN.text;
  }

  #tag(start: number, isClose: boolean): number {
    const { bytes } = this;
    let quote = 0;
    let p = start + 1;
    for (; p < this.#end; p++) {
      const b = bytes[p]!;
      if (quote !== 0) {
        if (b === quote) quote = 0;
      } else if (b === GREATER) break;
      else if (b === 34 || b === 39) quote = b;
    }
    if (p >= this.#end) return this.#short();
    let from = isClose ? start + 2 : start + 1;
    let to = from;
    let code = 0;
    for (; to < p; to++) {
      const b = bytes[to]!;
      if (b <= 32 || b === 47) break;
      if (b === 58 /* : */) {
        from = to + 1;
        code = 0;
      } else code = (code << 8) | b;
    }
    this.#nameFrom = from;
    this.#nameTo = to;
    this.code = to - from <= 4 ? code : 0;
    this.empty = !isClose && bytes[p - 1] === 47;
    this.from = to;
    this.to = this.empty ? p - 1 : p;
    this.#p = p + 1;
    return isClose ? XML_TOKEN.close : XML_TOKEN.open;
  }

  /** The bytes at hand end before the token does. */
  #short(): number {
    if (!this.#final) return XML_TOKEN.more;
    if (this.#p >= this.#end) return XML_TOKEN.end;
    return this.fail("it ends in the middle of a tag");
  }

  #startsWith(text: string, at: number): boolean {
    for (let i = 0; i < text.length; i++) {
      if (at + i >= this.#end || this.bytes[at + i] !== text.charCodeAt(i)) return false;
    }
    return true;
  }

  #find(text: string, from: number): number {
    for (let p = from; p + text.length <= this.#end; p++) {
      if (this.bytes[p] === text.charCodeAt(0) && this.#startsWith(text, p)) return p;
    }
    return -1;
  }

  #declaration(start: number, close: number): void {
    if (!this.#startsWith("<?xml ", start)) return;
    const text = decoder.decode(this.bytes.subarray(start, close));
    const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1] ?? "utf-8";
    if (!/^(utf-?8|us-ascii)$/i.test(encoding)) this.fail("it is not in UTF-8");
  }

  #checkEncoding(): void {
    const { bytes } = this;
    if (bytes[0] === 0xff || bytes[0] === 0xfe) this.fail("it is not in UTF-8");
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#p = 3;
  }
}

/** The character an entity stands for, without its `&` and `;`; −1 when it is none of XML's. */
export function entityPoint(entity: string): number {
  switch (entity) {
    case "amp":
      return 38;
    case "lt":
      return 60;
    case "gt":
      return 62;
    case "quot":
      return 34;
    case "apos":
      return 39;
  }
  const digits = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(entity);
  if (digits === null) return -1;
  const point = digits[1] === undefined ? parseInt(digits[2]!, 10) : parseInt(digits[1], 16);
  const isSurrogate = point >= 0xd800 && point <= 0xdfff;
  return point === 0 || point > 0x10ffff || isSurrogate ? -1 : point;
}
