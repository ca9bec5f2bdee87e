import type { ByteBuffer } from "./byte_buffer.ts";
import { entityPoint, type XmlScanner } from "./xml_scanner.ts";

const LONGEST_ENTITY = 10;

/**
 * Appends a scanner's text token as its characters: entities undone, line ends made LF as XML
 * wants it, and `_x000D_`, with which spreadsheets write a control character, made that character.
 * @param scanner at a text token
 */
export function appendXmlText(scanner: XmlScanner, out: ByteBuffer): void {
  const { bytes, to, raw } = scanner;
  let start = scanner.from;
  for (let p = start; p < to; p++) {
    const b = bytes[p]!;
    if (b !== 38 && b !== 95 && b !== 13) continue;
    if (b === 38) {
      if (raw) continue;
      let end = p + 1;
      while (end < to && bytes[end] !== 59 && end - p < LONGEST_ENTITY) end++;
      const point = bytes[end] === 59 && end < to ? entityPoint(ascii(bytes, p + 1, end)) : -1;
      if (point < 0) scanner.fail("it has an unknown entity");
      out.append(bytes, start, p);
      out.pushCharacter(point);
      p = end;
    } else if (b === 95) {
      const point = escapedPoint(bytes, p, to);
      if (point < 0) continue;
      out.append(bytes, start, p);
      out.pushCharacter(point);
      p += 6;
    } else {
      out.append(bytes, start, p);
      // CR LF becomes LF, a lone CR too.
      if (bytes[p + 1] !== 10 || p + 1 >= to) out.push(10);
    }
    start = p + 1;
  }
  out.append(bytes, start, to);
}

/** The character of `_xHHHH_` at `p`, or −1; half a surrogate pair stays as it is written. */
function escapedPoint(bytes: Uint8Array, p: number, to: number): number {
  if (p + 7 > to || bytes[p + 1] !== 120 || bytes[p + 6] !== 95) return -1;
  let point = 0;
  for (let i = p + 2; i < p + 6; i++) {
    const lower = bytes[i]! | 32;
    const digit = lower >= 97 && lower <= 102
      ? lower - 87
      : bytes[i]! >= 48 && bytes[i]! <= 57
      ? bytes[i]! - 48
      : -1;
    if (digit < 0) return -1;
    point = point * 16 + digit;
  }
  return point === 0 || (point >= 0xd800 && point <= 0xdfff) ? -1 : point;
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
