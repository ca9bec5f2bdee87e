import { hasOpenOrder, readTemporal, temporal } from "./temporal_literal.ts";

/** Which number of a date such as 03/04/2024 is the day. */
export type DateOrder = "dmy" | "mdy";

/** What the dates of a column have in common, gathered over all its cells. */
export class TemporalFacts {
  anyTime = false;
  anyOffset = false;
  anyWithoutOffset = false;
  /** Cells whose fraction of a second was finer than a microsecond. */
  cut = 0;
  #form = 0;
  #firstAbove12 = false;
  #secondAbove12 = false;
  /** A cell whose two numbers differ, so that their order matters. */
  #differ = false;

  /**
   * Takes in a cell.
   * @param allowTime false: a time of day makes it no date
   * @returns false, and nothing is noted, when it is no date of the form of the cells before it
   */
  add(bytes: Uint8Array, from: number, to: number, allowTime = true): boolean {
    const form = readTemporal(bytes, from, to);
    if (form === 0 || (this.#form !== 0 && form !== this.#form)) return false;
    const { has_time, first, second } = temporal;
    if (has_time && !allowTime) return false;
    this.#form = form;
    if (has_time) {
      this.anyTime = true;
      if (temporal.has_offset) this.anyOffset = true;
      else this.anyWithoutOffset = true;
      if (temporal.cut) this.cut++;
    }
    if (first > 12) this.#firstAbove12 = true;
    if (second > 12) this.#secondAbove12 = true;
    if (first !== second) this.#differ = true;
    return true;
  }

  /**
   * Which number is the day in all cells: `open` when no cell says, `mixed` when cells contradict
   * each other or what was asked for.
   */
  order(asked: DateOrder | "auto"): DateOrder | "open" | "mixed" {
    if (!hasOpenOrder(this.#form)) return "dmy";
    if (asked === "dmy") return this.#secondAbove12 ? "mixed" : "dmy";
    if (asked === "mdy") return this.#firstAbove12 ? "mixed" : "mdy";
    if (this.#firstAbove12) return this.#secondAbove12 ? "mixed" : "dmy";
    if (this.#secondAbove12) return "mdy";
    // Where day and month are always equal, either reading is right.
    return this.#differ ? "open" : "dmy";
  }
}
