/** The keys of a table of objects, in order of first appearance, found again by their bytes. */
export class JsonKeys {
  readonly names: string[] = [];
  readonly #bytes: Uint8Array[] = [];
  readonly #columns = new Map<string, number>();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /**
   * Column of a key, which is added when it is new.
   * @param expected the column that the key is likely to have: looked at first
   */
  column(bytes: Uint8Array, from: number, to: number, expected: number): number {
    const likely = this.#bytes[expected];
    if (likely !== undefined && likely.length === to - from) {
      let i = 0;
      while (i < likely.length && likely[i] === bytes[from + i]) i++;
      if (i === likely.length) return expected;
    }
    const name = this.#decoder.decode(bytes.subarray(from, to));
    const known = this.#columns.get(name);
    if (known !== undefined) return known;
    const column = this.names.length;
    this.names.push(name);
    this.#bytes.push(bytes.slice(from, to));
    this.#columns.set(name, column);
    return column;
  }
}
