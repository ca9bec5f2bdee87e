/**
 * The upper 32 bits of the 64-bit product of two unsigned 32-bit integers.
 *
 * By 16-bit halves, because a double holds only 53 bits of the product and BigInt allocates.
 *
 * @param a unsigned (or the same bits signed)
 * @param b unsigned (or the same bits signed)
 * @returns the upper word, as a signed 32-bit integer; `>>> 0` makes it unsigned
 */
export function mulHigh32(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const cross = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (cross >>> 16)) | 0;
}
