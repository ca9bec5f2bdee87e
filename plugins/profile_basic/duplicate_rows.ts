import { bitIsSet, type Rng, type Table } from "harness/sdk";
import type { ColumnMemory } from "./column_memory.ts";
import { type ColumnWords, columnWords } from "./column_words.ts";

/** Rows that repeat an earlier row in every column. */
export interface DuplicateRows {
  /** Number of rows that are equal to an earlier one. */
  readonly repeats: number;
  /** Number of rows that are repeated. */
  readonly groups: number;
  /** Rows of the largest group. */
  readonly largest: number;
  /** The first rows that repeat an earlier one, ascending. */
  readonly rows: readonly number[];
}

/** No row repeats another. */
export const NO_DUPLICATE_ROWS: DuplicateRows = { repeats: 0, groups: 0, largest: 0, rows: [] };

/**
 * Finds the rows that are equal to an earlier row, missing cells counting as equal. Rows are hashed
 * to 64 bits, column by column, and every match is then confirmed cell by cell: nothing is reported
 * that is not equal. O(rows · columns) time, nearly all of it in the
 * memory that is given.
 * @param table the dataset
 * @param rng where the hash begins, so that nobody can prepare rows that collide
 * @param most rows to list
 * @param memory overwritten
 */
export function duplicateRows(
  table: Table,
  rng: Rng,
  most: number,
  memory: ColumnMemory,
): DuplicateRows {
  const first = firstRows(rowHashes(table, rng, memory), memory);
  if (first === null) return NO_DUPLICATE_ROWS;
  for (const column of table.columns) {
    const words = columnWords(table, column, memory);
    confirmWords(first, words);
    if (!words.exact) confirmText(first, table, column.name);
  }
  const sizes = new Uint32Array(memory.keys.buffer, 0, first.length).fill(0);
  const rows: number[] = [];
  let repeats = 0;
  let groups = 0;
  let largest = 0;
  for (let row = 0; row < first.length; row++) {
    const earlier = first[row]!;
    if (earlier === NONE) continue;
    repeats++;
    if (rows.length < most) rows.push(row);
    if (sizes[earlier] === 0) {
      groups++;
      sizes[earlier] = 1;
    }
    sizes[earlier]!++;
    largest = Math.max(largest, sizes[earlier]!);
  }
  return { repeats, groups, largest, rows };
}

/** Instead of a row's number: it repeats no earlier row. */
const NONE = -1;

/** Two words a row, in the memory's keys. */
function rowHashes(table: Table, rng: Rng, memory: ColumnMemory): Int32Array {
  const hashes = new Int32Array(memory.keys.buffer);
  const start = rng.uint32();
  const other = rng.uint32();
  for (let i = 0; i < hashes.length; i += 2) {
    hashes[i] = start;
    hashes[i + 1] = other;
  }
  for (const column of table.columns) {
    mixIn(hashes, columnWords(table, column, memory));
  }
  return hashes;
}

const MISSING = 0x5f356495;

function mixIn(hashes: Int32Array, { words, width, validity }: ColumnWords): void {
  const wide = width === 2;
  for (let row = 0, i = 0; i < hashes.length; row++, i += 2) {
    const present = validity === null || bitIsSet(validity, row);
    const low = present ? words[wide ? i : row]! : MISSING;
    const high = present && wide ? words[i + 1]! : 0;
    let a = Math.imul(hashes[i]! ^ low, 0x85ebca6b);
    a = Math.imul(a ^ (a >>> 15) ^ high, 0xc2b2ae35);
    let b = Math.imul(hashes[i + 1]! + high, 0x27d4eb2f);
    b = Math.imul((b ^ (b >>> 13)) + low, 0x165667b1);
    hashes[i] = a ^ (a >>> 16);
    hashes[i + 1] = b ^ (b >>> 15);
  }
}

/**
 * For each row the first one with its hash, {@link NONE} for none, in the memory's order; null when
 * no two rows share a hash. Two slots a row, in the memory's values.
 */
function firstRows(hashes: Int32Array, memory: ColumnMemory): Int32Array | null {
  const { rows } = memory;
  // Row + 1, so that 0 is an empty slot.
  const slots = new Int32Array(memory.values.buffer).fill(0);
  const perSlot = slots.length / 2 ** 32;
  let first: Int32Array | null = null;
  for (let row = 0; row < rows; row++) {
    const a = hashes[2 * row]!;
    const b = hashes[2 * row + 1]!;
    let slot = Math.floor(((a ^ (b << 7)) >>> 0) * perSlot);
    for (;; slot = slot + 1 < slots.length ? slot + 1 : 0) {
      const taken = slots[slot]! - 1;
      if (taken < 0) {
        slots[slot] = row + 1;
        break;
      }
      if (hashes[2 * taken] === a && hashes[2 * taken + 1] === b) {
        first ??= new Int32Array(memory.order(rows).buffer, 0, rows).fill(NONE);
        first[row] = taken;
        break;
      }
    }
  }
  return first;
}

/** Takes back the matches whose words in a column differ. */
function confirmWords(first: Int32Array, { words, width, validity }: ColumnWords): void {
  for (let row = 0; row < first.length; row++) {
    const other = first[row]!;
    if (other === NONE) continue;
    const here = validity === null || bitIsSet(validity, row);
    const there = validity === null || bitIsSet(validity, other);
    const same = here === there && (!here ||
      (words[width * row] === words[width * other] &&
        words[width * row + width - 1] === words[width * other + width - 1]));
    if (!same) first[row] = NONE;
  }
}

/** Takes back the matches whose texts differ, in one reading of the column. */
function confirmText(first: Int32Array, table: Table, name: string): void {
  const wanted = new Uint8Array(first.length);
  for (let row = 0; row < first.length; row++) if (first[row] !== NONE) wanted[first[row]!] = 1;
  const texts = new Map<number, string>();
  table.forEachText(name, (row, text) => {
    if (wanted[row] === 1) texts.set(row, text);
    const other = first[row]!;
    if (other !== NONE && texts.get(other) !== text) first[row] = NONE;
  });
}
