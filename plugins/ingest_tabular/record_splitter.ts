import { CELL } from "./cell_block.ts";

const QUOTE = 34;
const LF = 10;
const CR = 13;

/** What stopped a splitter. */
export type SplitProblem = "ragged" | "after_quote" | "unterminated_quote";

/**
 * Splits bytes into records and cells by RFC 4180, with these decisions: CR LF, LF and a lone CR
 * all end a record; a quote opens a quoted cell only as the cell's first byte and is an ordinary
 * character elsewhere.
 */
export class RecordSplitter {
  /** Cells every record must have; 0 = take one record of any width. */
  columns = 0;
  /** Whether an empty line is no record; in a table of one column it is an empty cell. */
  skipBlank = true;
  /** Position after the last complete record. */
  consumed = 0;
  /** Cells of the last record seen. */
  width = 0;
  /** Empty lines skipped so far. */
  blankLines = 0;
  /** Where an unfinished record's open quote is, or −1. */
  openQuote = -1;
  problem: SplitProblem | null = null;
  problemAt = -1;
  /** Index within the last call of records that were padded. */
  readonly padded: number[] = [];
  readonly #delimiter: number;
  readonly #pad: boolean;
  readonly #special = new Uint8Array(256);

  /**
   * @param delimiter an ASCII code
   * @param pad fill short records with absent cells instead of stopping
   */
  constructor(delimiter: number, pad: boolean) {
    this.#delimiter = delimiter;
    this.#pad = pad;
    this.#special[delimiter] = 1;
    this.#special[LF] = 1;
    this.#special[CR] = 1;
  }

  /**
   * Splits the complete records of `bytes[from, to)` and describes their cells in `slots`
   * (see `CellBlock`). Afterwards `consumed` says how far it came, `problem` why it stopped.
   *
   * @param bytes has room for one more byte at `to`, which is overwritten
   * @param final the file ends at `to`, so that its last record may lack a line end
   * @param limit most records to take
   * @returns number of records
   */
  split(
    bytes: Uint8Array,
    from: number,
    to: number,
    final: boolean,
    slots: Int32Array,
    limit: number,
  ): number {
    const special = this.#special;
    const delimiter = this.#delimiter;
    const free = this.columns === 0;
    const columns = free ? slots.length - 1 : this.columns;
    const most = free ? Math.min(1, limit) : limit;
    const skipBlank = this.skipBlank;
    // A line end after the last byte stops the scans below without a test of the position.
    bytes[to] = LF;
    this.problem = null;
    this.openQuote = -1;
    this.padded.length = 0;
    let rows = 0;
    let slot = 0;
    let consumed = from;
    let p = from;
    while (rows < most && p < to) {
      const start = p;
      const base = slot;
      slots[slot++] = (p - 1) << 3;
      let cells = 0;
      let end = p;
      for (;;) {
        let flag: number = CELL.plain;
        if (bytes[p] === QUOTE) {
          const open = p++;
          flag = CELL.quoted;
          for (;;) {
            while (bytes[p] !== QUOTE && p < to) p++;
            if (p >= to) {
              p = to + 1;
              break;
            }
            if (bytes[p + 1] !== QUOTE || p + 1 >= to) break;
            flag = CELL.escaped;
            p += 2;
          }
          if (p > to || (p + 1 === to && !final)) {
            this.openQuote = open;
            if (p > to && final) {
              this.problem = "unterminated_quote";
              this.problemAt = open;
            }
            this.consumed = consumed;
            return rows;
          }
          p++;
          if (p < to && special[bytes[p]!] === 0) {
            this.problem = "after_quote";
            this.problemAt = p;
            this.consumed = consumed;
            return rows;
          }
        } else {
          while (special[bytes[p]!] === 0) p++;
        }
        end = p;
        if (++cells <= columns) slots[slot++] = (end << 3) | flag;
        if (bytes[p] !== delimiter || p >= to) break;
        p++;
      }
      // The record ends at `end`; find where the next one begins.
      let following = p + 1;
      if (p >= to) {
        if (!final) break;
        following = to;
      } else if (bytes[p] === CR) {
        if (following === to && !final) break;
        if (following < to && bytes[following] === LF) following++;
      }
      p = following;
      if (cells === 1 && end === start && skipBlank) {
        this.blankLines++;
        slot = base;
        consumed = p;
        continue;
      }
      this.width = cells;
      if (cells !== columns && !free) {
        if (!this.#pad || cells > columns) {
          this.problem = "ragged";
          this.problemAt = start;
          this.consumed = consumed;
          return rows;
        }
        this.padded.push(rows);
        while (cells < columns) {
          slots[slot++] = (end << 3) | CELL.absent;
          cells++;
        }
      }
      rows++;
      consumed = p;
    }
    this.consumed = consumed;
    return rows;
  }
}
