import { appendXmlText } from "./append_xml_text.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import { firstUtf8Problem } from "./first_utf8_problem.ts";
import { inflateError } from "./xlsx_errors.ts";
import { XML_TOKEN, type XmlScanner } from "./xml_scanner.ts";

const T = 0x74;
const SI = 0x7369;
/** `rPh`: how the text is pronounced, which is no part of it. */
const RPH = 0x725068;
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_STRINGS = 16 * 1024 * 1024;

/** The texts that cells of a workbook refer to by number. */
export interface SharedStrings {
  readonly count: number;
  readonly data: Uint8Array;
  /** Text i is `data[offsets[i], offsets[i + 1])`. */
  readonly offsets: Int32Array;
}

/** No texts at all. */
export const NO_STRINGS: SharedStrings = {
  count: 0,
  data: new Uint8Array(0),
  offsets: new Int32Array(1),
};

/**
 * Reads a workbook's shared strings; rich text becomes plain.
 * @throws CodedError E_XLSX_TOO_LARGE beyond 128 MiB or 16 million of them, and what XML throws
 */
export async function readSharedStrings(scanner: XmlScanner): Promise<SharedStrings> {
  const data = new ByteBuffer(64 * 1024);
  let offsets = new Int32Array(1024);
  let count = 0;
  let inText = false;
  let inPronunciation = false;
  for (;;) {
    const token = scanner.step();
    if (token === XML_TOKEN.more) {
      await scanner.more();
    } else if (token === XML_TOKEN.text) {
      if (inText && !inPronunciation) appendXmlText(scanner, data);
    } else if (token === XML_TOKEN.end) {
      break;
    } else {
      const opens = token === XML_TOKEN.open && !scanner.empty;
      if (scanner.code === T) inText = opens;
      else if (scanner.code === RPH) inPronunciation = opens;
      else if (scanner.code === SI && !opens) {
        if (++count === offsets.length) {
          const larger = new Int32Array(count * 2);
          larger.set(offsets);
          offsets = larger;
        }
        offsets[count] = data.length;
        if (count > MOST_STRINGS) throw inflateError(scanner.part, "it holds too many texts");
        if (data.length > MOST_BYTES) throw inflateError(scanner.part, "its texts exceed 128 MiB");
      }
    }
  }
  if (firstUtf8Problem(data.bytes, 0, data.length) < data.length) {
    scanner.fail("it has text that is not valid UTF-8");
  }
  return { count, data: data.bytes.subarray(0, data.length), offsets };
}
