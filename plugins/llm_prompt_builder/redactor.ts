import { sha256Hex } from "harness/sdk";

/** Shorter values are replaced only where they stand alone: "no" is in too many words. */
const LEAST_INSIDE = 3;
/** Characters by which known values are looked up. */
const INDEX_LENGTH = 3;
/** Characters of a hash that are shown: 48 bits. */
const SHOWN = 12;

/** Personal data by its looks, also where no column was tagged. Each is bounded, so linear. */
const LOOKS: readonly RegExp[] = [
  /[^\s@<>"'(),;:\\[\]]{1,64}@[^\s@<>"'(),;:\\[\]]{1,190}\.[\p{L}\p{N}-]{2,63}/gu,
  /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b/g,
  /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]\d)/g,
  /(?<![\w:])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{1,4}(?![\w:])/g,
  /(?<![\w.])(?!\d{4}-\d{2}-\d{2})\+?\(?\d(?:[ ()/-]{0,2}\d){8,18}(?![\w.])/g,
];

/**
 * Replaces personal values by `pii_` and a salted hash, the same for the same value wherever it
 * stands, whatever its case.
 */
export class Redactor {
  readonly #key: string;
  /** Known values by their first characters, the longest first. */
  readonly #inside = new Map<string, string[]>();
  readonly #alone = new Set<string>();
  #replaced = 0;

  /**
   * @param salt secret
   * @param values to be replaced wherever they occur
   */
  constructor(salt: string, values: Iterable<string>) {
    this.#key = sha256Hex(`llm_prompt_builder\n${salt}`);
    const folded = new Set([...values].map((value) => fold(value.trim())).filter((v) => v !== ""));
    for (const value of [...folded].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))) {
      if (value.length < LEAST_INSIDE) {
        this.#alone.add(value);
        continue;
      }
      const start = value.slice(0, INDEX_LENGTH);
      this.#inside.set(start, [...this.#inside.get(start) ?? [], value]);
    }
  }

  /** How many values were replaced so far. */
  get replaced(): number {
    return this.#replaced;
  }

  /** What stands for a value. */
  hash(value: string): string {
    this.#replaced++;
    return `pii_${sha256Hex(`${this.#key}\n${fold(value.trim())}`).slice(0, SHOWN)}`;
  }

  /** The text without personal values. */
  text(text: string): string {
    let out = this.#known(text);
    for (const looks of LOOKS) out = out.replace(looks, (value) => this.hash(value));
    if (this.#alone.size === 0) return out;
    return out.replace(/[\p{L}\p{N}]{1,2}/gu, (word, at: number) => {
      const stands = !/[\p{L}\p{N}_]/u.test(out.charAt(at - 1)) &&
        !/[\p{L}\p{N}_]/u.test(out.charAt(at + word.length));
      return stands && this.#alone.has(fold(word)) ? this.hash(word) : word;
    });
  }

  #known(text: string): string {
    if (this.#inside.size === 0) return text;
    const folded = fold(text);
    let out = "";
    let from = 0;
    for (let at = 0; at < text.length;) {
      const found = this.#inside.get(folded.slice(at, at + INDEX_LENGTH))
        ?.find((value) => folded.startsWith(value, at));
      if (found === undefined) {
        at++;
        continue;
      }
      out += text.slice(from, at) + this.hash(found);
      at += found.length;
      from = at;
    }
    return out + text.slice(from);
  }
}

/** Lower case, letter by letter, so that positions stay what they were. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from({ length: text.length }, (_, i) => {
    const letter = text[i]!.toLowerCase();
    return letter.length === 1 ? letter : text[i]!;
  }).join("");
}
