import { RecordSplitter } from "./record_splitter.ts";

const COMMA = 44;
/** `, ; tab |` */
const CANDIDATES = [COMMA, 59, 9, 124];
const MOST_RECORDS = 1000;

/** What a sample of a file says about how it is delimited. */
export interface SniffedDelimiter {
  /** ASCII code. */
  readonly delimiter: number;
  /** Bytes of an Excel `sep=;` line that comes before the table. */
  readonly skip: number;
}

/**
 * Finds the delimiter of a text among `, ; tab |`.
 *
 * Each candidate splits the sample by the rules of {@link RecordSplitter}, so quoted text does not
 * count. The best one gives most records the width of the first record, if that is more than one
 * cell; then the wider wins, then the order above. The comma is out when all commas stand between
 * digits and another candidate splits every record alike. A comma when none splits the first
 * record.
 *
 * @param sample UTF-8 from the start of the file, with room for one more byte at `length`
 * @param length bytes of it that are filled
 * @param whole the sample is the whole file
 */
export function sniffDelimiter(
  sample: Uint8Array,
  length: number,
  whole: boolean,
): SniffedDelimiter {
  const declared = declaredDelimiter(sample, length);
  if (declared !== null) return declared;
  let measured = CANDIDATES.map((delimiter) => measure(delimiter, sample, length, whole))
    .filter((each) => each.width > 1);
  const consistent = measured.some((each) => each.delimiter !== COMMA && each.agreement === 1);
  if (consistent && onlyDecimalCommas(sample, length)) {
    measured = measured.filter((each) => each.delimiter !== COMMA);
  }
  let best: Measured = { delimiter: COMMA, agreement: 0, width: 1 };
  for (const each of measured) {
    const better = each.agreement > best.agreement ||
      (each.agreement === best.agreement && each.width > best.width);
    if (better) best = each;
  }
  return { delimiter: best.delimiter, skip: 0 };
}

/** Whether every comma stands between two digits, as decimal marks do. */
function onlyDecimalCommas(sample: Uint8Array, length: number): boolean {
  const isDigit = (b: number | undefined) => b !== undefined && b >= 48 && b <= 57;
  for (let p = 0; p < length; p++) {
    if (sample[p] === COMMA && !(isDigit(sample[p - 1]) && isDigit(sample[p + 1]))) return false;
  }
  return true;
}

/** The line `sep=;` with which Excel is told the delimiter. */
function declaredDelimiter(sample: Uint8Array, length: number): SniffedDelimiter | null {
  if (length < 6) return null;
  const head = String.fromCharCode(...sample.subarray(0, Math.min(length, 7)));
  const parts = /^sep=([^\r\n"])(\r\n|\n|\r)/i.exec(head);
  if (parts === null || parts[1]!.charCodeAt(0) > 127) return null;
  return { delimiter: parts[1]!.charCodeAt(0), skip: parts[0].length };
}

interface Measured {
  readonly delimiter: number;
  /** Share of records as wide as the first. */
  readonly agreement: number;
  readonly width: number;
}

function measure(
  delimiter: number,
  sample: Uint8Array,
  length: number,
  whole: boolean,
): Measured {
  const splitter = new RecordSplitter(delimiter, false);
  const slots = new Int32Array(2);
  let first = 0;
  let records = 0;
  let agreeing = 0;
  let from = 0;
  while (records < MOST_RECORDS) {
    const rows = splitter.split(sample, from, length, whole, slots, 1);
    from = splitter.consumed;
    if (rows === 0) break;
    records++;
    if (first === 0) first = splitter.width;
    if (splitter.width === first) agreeing++;
  }
  // Text after a closing quote means that this is not the delimiter that follows quotes.
  if (splitter.problem === "after_quote") records += MOST_RECORDS;
  // The first record is longer than the sample: judge by what is seen of it.
  if (records === 0 && !whole) return measure(delimiter, sample, length, true);
  if (records === 0) return { delimiter, agreement: 0, width: 1 };
  return { delimiter, agreement: agreeing / records, width: first };
}
