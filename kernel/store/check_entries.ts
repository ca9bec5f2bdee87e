import { int32View } from "../contract/pack_views.ts";
import type { Refuse } from "./column_batch.ts";

/** Bytes of text looked at in one go. */
const WINDOW_BYTES = 1024 * 1024;
/** Entries looked at in one go. */
const ENTRIES_PER_TURN = 65_536;
const SPAN = "its dictionary's offsets do not rise through its data, or it is not UTF-8";

/**
 * Checks the entries of a dictionary where they lie: offsets that rise from 0 to the end of the
 * data, every entry UTF-8 by itself, none there twice. A text for each of a million entries would
 * cost hundreds of MiB; this costs at most 8 bytes an entry beside the two buffers.
 * @param offsets `dictionary_offsets`
 * @param data `dictionary_data`
 * @param refuse throws
 * @returns how many entries there are
 */
export function* checkEntries(
  offsets: Uint8Array,
  data: Uint8Array,
  refuse: Refuse,
): Generator<void, number> {
  const at = int32View(offsets);
  if (at.length < 1 || at[0] !== 0 || at[at.length - 1] !== data.byteLength) refuse(SPAN);
  const count = at.length - 1;
  for (let i = 0; i < count; i++) {
    const start = at[i]!;
    if (!(start <= at[i + 1]!)) refuse(SPAN);
    // An entry that starts with a continuation byte cuts a character of the entry before it.
    if (start < at[i + 1]! && (data[start]! & 0xc0) === 0x80) refuse(SPAN);
  }
  yield;
  yield* checkUtf8(data, refuse);
  yield* checkDistinct(at, data, refuse);
  return count;
}

function* checkUtf8(data: Uint8Array, refuse: Refuse): Generator<void, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for (let from = 0; from < data.length; from += WINDOW_BYTES) {
    const stream = from + WINDOW_BYTES < data.length;
    try {
      decoder.decode(data.subarray(from, from + WINDOW_BYTES), { stream });
    } catch {
      refuse(SPAN);
    }
    yield;
  }
}

/**
 * An open hash table of entry numbers. The hash begins with a random number, so that no plugin can
 * choose entries that all fall together; bytes decide what is equal, so the outcome is not random.
 */
function* checkDistinct(
  at: Int32Array,
  data: Uint8Array,
  refuse: Refuse,
): Generator<void, void> {
  const count = at.length - 1;
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, count * 1.5)));
  const table = new Int32Array(size).fill(-1);
  const [seed, factor] = crypto.getRandomValues(new Uint32Array(2));
  for (let i = 0; i < count; i++) {
    const start = at[i]!;
    const end = at[i + 1]!;
    let hash = seed!;
    for (let byte = start; byte < end; byte++) {
      hash = Math.imul(hash ^ data[byte]!, 0x01000193 ^ (factor! << 1));
      hash ^= hash >>> 15;
    }
    let slot = hash & (size - 1);
    for (let other = table[slot]!; other >= 0; other = table[slot]!) {
      if (areEqual(data, start, end, at[other]!, at[other + 1]!)) {
        refuse("its dictionary has an entry twice");
      }
      slot = (slot + 1) & (size - 1);
    }
    table[slot] = i;
    if (i % ENTRIES_PER_TURN === 0) yield;
  }
}

function areEqual(
  data: Uint8Array,
  start: number,
  end: number,
  otherStart: number,
  otherEnd: number,
): boolean {
  const length = end - start;
  if (otherEnd - otherStart !== length) return false;
  for (let i = 0; i < length; i++) {
    if (data[start + i] !== data[otherStart + i]) return false;
  }
  return true;
}
