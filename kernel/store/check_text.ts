import type { ColumnSchema } from "../contract/dataset.ts";
import { bitIsSet, int64AsFloat64 } from "../contract/pack_views.ts";
import { checkEntries } from "./check_entries.ts";
import type { Batch, Bounds, ReadBuffer, Refuse } from "./column_batch.ts";
import { checkInt32 } from "./check_values.ts";

const NONE: Bounds = { min: null, max: null };
/** Bytes of text looked at in one go. */
const WINDOW_BYTES = 1024 * 1024;

/** Dictionary text: every entry UTF-8 and there once, every code inside the dictionary. */
export function* checkDictionary(
  column: ColumnSchema,
  batches: Iterable<Batch>,
  read: ReadBuffer,
  refuse: Refuse,
): Generator<void, Bounds> {
  const offsets = read("dictionary_offsets", 0, column.buffers.dictionary_offsets!);
  const data = read("dictionary_data", 0, column.buffers.dictionary_data!);
  const entries = yield* checkEntries(offsets, data, refuse);
  return yield* checkInt32(batches, read, refuse, entries);
}

/** Plain text: offsets rise from 0 to the end of the data, every cell is UTF-8 by itself. */
export function* checkPlainText(
  column: ColumnSchema,
  rows: number,
  batches: Iterable<Batch>,
  read: ReadBuffer,
  refuse: Refuse,
): Generator<void, Bounds> {
  const total = column.buffers.data!;
  const utf8 = new Utf8Stream();
  let reached = offsetsAt(read, 0, 1)[0]!;
  if (reached !== 0) refuse("its offsets do not start at 0");
  for (const { start, rows: count, validity } of batches) {
    const offsets = offsetsAt(read, start, count + 1);
    for (let i = 0; i < count; i++) {
      const from = offsets[i]!;
      const to = offsets[i + 1]!;
      if (!(from <= to && to <= total)) {
        refuse(`the text of row ${start + i} ends at byte ${to} of ${total}, after ${from}`);
      }
      if (from !== to && validity !== null && !bitIsSet(validity, i)) {
        refuse(`row ${start + i} is missing but has text`);
      }
    }
    yield;
    let next = 0;
    for (const end = offsets[count]!; reached < end;) {
      const window = read("data", reached, Math.min(WINDOW_BYTES, end - reached));
      const ascii = utf8.push(window) ?? refuse(`its text is not UTF-8 near byte ${reached}`);
      const after = reached + window.byteLength;
      for (; next <= count && offsets[next]! < after; next++) {
        const at = offsets[next]! - reached;
        // A cell that starts with a continuation byte cuts a character of the cell before it.
        if (!ascii && at >= 0 && (window[at]! & 0xc0) === 0x80) {
          refuse(`the text of row ${start + next} starts inside a character`);
        }
      }
      reached = after;
      yield;
    }
  }
  if (rows > 0 && reached !== total) refuse(`its offsets end at byte ${reached} of ${total}`);
  if (rows === 0 && total !== 0) refuse(`it has ${total} bytes of text and no rows`);
  if (!utf8.end()) refuse("its text ends inside a character");
  return NONE;
}

function offsetsAt(read: ReadBuffer, first: number, count: number): Float64Array {
  return int64AsFloat64(read("offsets", first * 8, count * 8));
}

/** Strict UTF-8 over windows that may cut characters. */
class Utf8Stream {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #maybeOpen = false;

  /**
   * Takes the next bytes.
   * @returns true when all are ASCII, false when not, undefined when they are not UTF-8
   */
  push(window: Uint8Array<ArrayBuffer>): boolean | undefined {
    const ascii = isAscii(window);
    if (ascii && !this.#maybeOpen) return true;
    try {
      this.#decoder.decode(window, { stream: true });
    } catch {
      return undefined;
    }
    this.#maybeOpen = window[window.byteLength - 1]! >= 0x80;
    return ascii;
  }

  /** Whether the text is whole. */
  end(): boolean {
    try {
      this.#decoder.decode();
      return true;
    } catch {
      return false;
    }
  }
}

function isAscii(bytes: Uint8Array<ArrayBuffer>): boolean {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2);
  let or = 0;
  for (let i = 0; i < words.length; i++) or |= words[i]!;
  for (let i = words.length * 4; i < bytes.byteLength; i++) or |= bytes[i]!;
  return (or & 0x80808080) === 0;
}
