import { CELL } from "./cell_block.ts";

const decoder = new TextDecoder();

/**
 * The content of one cell as a string, quotes undone; for names and messages, not for data.
 * @param bytes the block's bytes, of which nothing is changed
 * @param slots the block's slots
 * @param index slot before the cell's: `r * (columns + 1) + c`
 */
export function cellText(bytes: Uint8Array, slots: Int32Array, index: number): string {
  let start = (slots[index]! >> 3) + 1;
  const value = slots[index + 1]!;
  let end = value >> 3;
  const flag = value & 7;
  if (flag === CELL.absent || end <= start) return "";
  if (flag === CELL.quoted || flag === CELL.escaped) {
    start++;
    end--;
  }
  const text = decoder.decode(bytes.subarray(start, end));
  return flag === CELL.escaped ? text.replaceAll('""', '"') : text;
}
