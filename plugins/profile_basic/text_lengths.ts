import type { TextStatistics } from "./column_statistics.ts";

/** Lengths of texts, taken one after the other. */
export class TextLengths {
  #cells = 0;
  #min = Infinity;
  #max = 0;
  #sum = 0;
  #empty = 0;

  /**
   * Takes the length of a text.
   * @param length in characters
   * @param cells how many hold it
   */
  add(length: number, cells: number): void {
    this.#cells += cells;
    this.#sum += length * cells;
    if (length === 0) this.#empty += cells;
    if (length < this.#min) this.#min = length;
    if (length > this.#max) this.#max = length;
  }

  /** Null when there was none. */
  statistics(): TextStatistics | null {
    if (this.#cells === 0) return null;
    return {
      min_length: this.#min,
      max_length: this.#max,
      mean_length: this.#sum / this.#cells,
      empty: this.#empty,
    };
  }
}
