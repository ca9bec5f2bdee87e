import { canonicalJson } from "../canonical/canonical_json.ts";
import type { PackColumn, PackFooter } from "../contract/dataset.ts";

/** Characters gathered before they become bytes. */
const PIECE_LENGTH = 64 * 1024;

/**
 * A footer as canonical JSON, made column by column: of a wide table the whole at once would be in
 * memory four times over.
 * @param about the footer without its columns
 * @param columns in order, taken one at a time
 * @returns UTF-8, byte for byte what `canonicalJson()` of the whole footer gives
 */
export function encodeFooter(
  about: Omit<PackFooter, "columns">,
  columns: Iterable<PackColumn>,
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  // "columns" is the first of the sorted keys.
  let text = '{"columns":[';
  let separator = "";
  for (const column of columns) {
    text += separator + canonicalJson(column);
    separator = ",";
    if (text.length < PIECE_LENGTH) continue;
    pieces.push(encoder.encode(text));
    text = "";
  }
  pieces.push(encoder.encode(`${text}],${canonicalJson(about).slice(1)}`));
  const bytes = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}
