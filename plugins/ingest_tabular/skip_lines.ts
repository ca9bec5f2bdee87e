import type { ByteSource } from "./byte_source.ts";
import { settingError } from "./errors.ts";
import { type Encoding, TextReader } from "./text_reader.ts";

const BUFFER_BYTES = 64 * 1024;
const LF = 10;
const CR = 13;

/**
 * Where a text file goes on after its first lines, which are not part of the table: a source, a
 * title. A line ends with LF, CRLF or CR.
 * @param start bytes of the byte order mark
 * @param lines how many are left out
 * @returns byte in the file, and number of the line that begins there, from 1
 * @throws CodedError E_INGEST_SETTING when the file has no more lines than that, and what reading
 *   the text throws
 */
export function skipLines(
  source: ByteSource,
  encoding: Encoding,
  start: number,
  lines: number,
): { start: number; line: number } {
  if (lines === 0) return { start, line: 1 };
  const text = new TextReader(source, encoding, start);
  const buffer = new Uint8Array(BUFFER_BYTES);
  let streamOffset = 0;
  let ended = 0;
  let previous = 0;
  for (;;) {
    const read = text.read(buffer, 0, BUFFER_BYTES);
    if (read === 0) break;
    for (let i = 0; i < read; i++) {
      const byte = buffer[i]!;
      const completesCrlf = byte === LF && previous === CR;
      if (ended === lines && !completesCrlf) {
        const { offset } = text.locate(streamOffset + i);
        return { start: offset, line: lines + 1 };
      }
      if (!completesCrlf && (byte === LF || byte === CR)) ended++;
      previous = byte;
    }
    streamOffset += read;
  }
  throw settingError(
    "skip_lines",
    `leaves out ${lines} lines, and the file has no more than that.`,
    "Set it to how many lines stand above the names of the columns.",
  );
}
