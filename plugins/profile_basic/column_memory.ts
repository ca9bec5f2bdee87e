/**
 * Memory that is used again for every column: 20 bytes a row, each part made when first needed. A
 * long table is profiled in this and little more, whatever the number of its columns.
 */
export class ColumnMemory {
  /** Of the table. */
  readonly rows: number;
  #values: Float64Array | undefined;
  #keys: Float64Array | undefined;
  #order = new Uint32Array(0);

  /** @param rows of the table */
  constructor(rows: number) {
    this.rows = rows;
  }

  /** One double a row: the column as it is read. */
  get values(): Float64Array {
    return this.#values ??= new Float64Array(this.rows);
  }

  /** One double a row: what is sorted. */
  get keys(): Float64Array {
    return this.#keys ??= new Float64Array(this.rows);
  }

  /**
   * Row numbers, grown when need be.
   * @param rows how many
   */
  order(rows: number): Uint32Array {
    if (!(this.#order.length >= rows)) this.#order = new Uint32Array(rows);
    return this.#order.subarray(0, rows);
  }
}
