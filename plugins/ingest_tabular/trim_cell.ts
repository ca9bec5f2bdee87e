const SPACE = 32;
const TAB = 9;

/** Position of the first byte of `bytes[from, to)` that is no space or tab, or `to`. */
export function trimStart(bytes: Uint8Array, from: number, to: number): number {
  while (from < to && (bytes[from] === SPACE || bytes[from] === TAB)) from++;
  return from;
}

/** Position after the last byte of `bytes[from, to)` that is no space or tab, or `from`. */
export function trimEnd(bytes: Uint8Array, from: number, to: number): number {
  while (from < to && (bytes[to - 1] === SPACE || bytes[to - 1] === TAB)) to--;
  return to;
}
