const WORDS: readonly (readonly [text: string, value: boolean])[] = [
  ["true", true],
  ["false", false],
];
const LENIENT_WORDS: readonly (readonly [text: string, value: boolean])[] = [
  ...WORDS,
  ["t", true],
  ["f", false],
  ["yes", true],
  ["no", false],
  ["y", true],
  ["n", false],
  ["1", true],
  ["0", false],
];

/**
 * Whether a cell is `true` or `false` in any letter case.
 * @param lenient also take `t f yes no y n 1 0`, as a type that was set allows
 */
export function isBoolean(bytes: Uint8Array, from: number, to: number, lenient = false): boolean {
  return booleanValue(bytes, from, to, lenient) !== null;
}

/** The value of a cell that {@link isBoolean} takes, else null. */
export function booleanValue(
  bytes: Uint8Array,
  from: number,
  to: number,
  lenient: boolean,
): boolean | null {
  const length = to - from;
  if (length < 1 || length > 5) return null;
  words: for (const [text, value] of lenient ? LENIENT_WORDS : WORDS) {
    if (text.length !== length) continue;
    for (let i = 0; i < length; i++) {
      const b = bytes[from + i]!;
      // Letters only: | 32 would also turn 0x10 and 0x11 into the digits 0 and 1.
      const lower = b >= 65 && b <= 90 ? b | 32 : b;
      if (lower !== text.charCodeAt(i)) continue words;
    }
    return value;
  }
  return null;
}
