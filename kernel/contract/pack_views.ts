import { packBufferInvalid } from "./pack_errors.ts";

/**
 * Typed views of one buffer of a pack. All take the buffer's own bytes; where these start at a
 * multiple of the element size (they do when read into an ArrayBuffer of their own) nothing is
 * copied. Bits are counted from the least significant one, numbers are little-endian, as are all
 * processors that Deno runs on.
 */

const TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Whether a bit is set: in `validity`, whether the row's cell is present.
 * @param bitmap bits, least significant first
 * @param row 0-based
 */
export function bitIsSet(bitmap: Uint8Array, row: number): boolean {
  return ((bitmap[row >>> 3]! >>> (row & 7)) & 1) === 1;
}

/**
 * Number of set bits among the first `rows`.
 * @param bitmap bits, at least ceil(rows / 8) bytes
 * @param rows how many bits count
 */
export function countSetBits(bitmap: Uint8Array, rows: number): number {
  const whole = rows >>> 3;
  let count = 0;
  let i = 0;
  if (bitmap.byteOffset % 4 === 0) {
    const words = new Uint32Array(bitmap.buffer, bitmap.byteOffset, whole >>> 2);
    for (let w = 0; w < words.length; w++) count += bitsOf(words[w]!);
    i = words.length * 4;
  }
  for (; i < whole; i++) count += bitsOf(bitmap[i]!);
  const rest = rows & 7;
  if (rest > 0) count += bitsOf(bitmap[whole]! & ((1 << rest) - 1));
  return count;
}

/** Set bits of a 32-bit word, by adding neighbours. */
function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** `values` of a float64 column. */
export function float64View(bytes: Uint8Array): Float64Array {
  const own = aligned(bytes, 8);
  return new Float64Array(own.buffer, own.byteOffset, own.byteLength / 8);
}

/** `values` of an int64 or timestamp column, and `offsets` of plain text. */
export function int64View(bytes: Uint8Array): BigInt64Array {
  const own = aligned(bytes, 8);
  return new BigInt64Array(own.buffer, own.byteOffset, own.byteLength / 8);
}

/** `values` of a date or dictionary column, and `dictionary_offsets`. */
export function int32View(bytes: Uint8Array): Int32Array {
  const own = aligned(bytes, 4);
  return new Int32Array(own.buffer, own.byteOffset, own.byteLength / 4);
}

/**
 * int64 values as doubles, without a BigInt per value; beyond 2^53 rounded to the nearest double.
 * @param bytes `values` of an int64 or timestamp column, or `offsets`
 */
export function int64AsFloat64(bytes: Uint8Array): Float64Array {
  const words = int32View(bytes);
  if (words.length % 2 !== 0) throw packBufferInvalid("its size is not a multiple of 8");
  const out = new Float64Array(words.length / 2);
  for (let i = 0; i < out.length; i++) {
    out[i] = words[2 * i + 1]! * 4294967296 + (words[2 * i]! >>> 0);
  }
  return out;
}

/**
 * Reads UTF-8 strictly: no replacement characters, a byte order mark is a character.
 * @param data bytes that hold the text
 * @param start first byte
 * @param end byte after the last
 * @throws CodedError E_PACK_BUFFER when the range is not inside the data or is not UTF-8
 */
export function textAt(data: Uint8Array, start: number, end: number): string {
  if (!(0 <= start && start <= end && end <= data.byteLength)) {
    throw packBufferInvalid("a text lies outside its data");
  }
  if (start === end) return "";
  try {
    return TEXT.decode(data.subarray(start, end));
  } catch {
    throw packBufferInvalid("a text is not UTF-8");
  }
}

/**
 * The entries of a dictionary, by code.
 * @param offsets `dictionary_offsets`
 * @param data `dictionary_data`
 * @throws CodedError E_PACK_BUFFER
 */
export function dictionaryEntries(offsets: Uint8Array, data: Uint8Array): string[] {
  const at = int32View(offsets);
  if (at.length < 1 || at[0] !== 0 || at[at.length - 1] !== data.byteLength) {
    throw packBufferInvalid("its dictionary's offsets do not span its data");
  }
  const entries: string[] = new Array(at.length - 1);
  for (let i = 0; i < entries.length; i++) entries[i] = textAt(data, at[i]!, at[i + 1]!);
  return entries;
}

/**
 * Cells of a plain text column.
 * @param offsets `offsets` of the rows wanted, one more than rows
 * @param data `data`, from byte `from` on
 * @param validity bitmap of these rows, or null when nothing is missing
 * @param from position in the buffer where `data` starts
 * @throws CodedError E_PACK_BUFFER
 */
export function plainTexts(
  offsets: Uint8Array,
  data: Uint8Array,
  validity: Uint8Array | null,
  from = 0,
): (string | null)[] {
  const at = int64AsFloat64(offsets);
  if (at.length < 1) throw packBufferInvalid("its offsets are missing");
  const cells: (string | null)[] = new Array(at.length - 1);
  for (let i = 0; i < cells.length; i++) {
    cells[i] = validity !== null && !bitIsSet(validity, i)
      ? null
      : textAt(data, at[i]! - from, at[i + 1]! - from);
  }
  return cells;
}

function aligned(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.byteLength % size !== 0) {
    throw packBufferInvalid(`its size is not a multiple of ${size}`);
  }
  return bytes.byteOffset % size === 0 ? bytes : bytes.slice();
}
