import type { ByteSource } from "./byte_source.ts";
import { emptyError, knownBinaryError, utf32Error } from "./errors.ts";
import type { Encoding } from "./text_reader.ts";

/** Files that are known by their first bytes and hold no table in text form. */
const SIGNATURES: readonly (readonly [bytes: string, what: string])[] = [
  ["\x1f\x8b", "compressed with gzip"],
  ["BZh", "compressed with bzip2"],
  ["\xfd7zXZ\0", "compressed with xz"],
  ["\x28\xb5\x2f\xfd", "compressed with zstd"],
  ["7z\xbc\xaf\x27\x1c", "a 7z archive"],
  ["%PDF-", "a PDF document"],
  ["\x89PNG", "a PNG image"],
  ["\xff\xd8\xff", "a JPEG image"],
  ["GIF8", "a GIF image"],
  ["SQLite format 3\0", "an SQLite database"],
  ["PAR1", "a Parquet file"],
  ["ARROW1\0\0", "an Arrow file"],
  ["SHPACK01", "a dataset pack of this program"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls) or other OLE document"],
  ["\x7fELF", "a program"],
];

const ZIP = "PK\x03\x04";
const EMPTY_ZIP = "PK\x05\x06";

/**
 * What kind of file this is, by its first bytes; its name is not looked at.
 * @returns "zip" for what may be an XLSX workbook, else "text"
 * @throws CodedError E_INGEST_EMPTY, E_INGEST_BINARY
 */
export function detectContainer(source: ByteSource): "zip" | "text" {
  if (source.size === 0) throw emptyError();
  const head = readHead(source);
  if (head.startsWith(ZIP) || head.startsWith(EMPTY_ZIP)) return "zip";
  for (const [signature, what] of SIGNATURES) {
    if (head.startsWith(signature)) throw knownBinaryError(what);
  }
  return "text";
}

/**
 * Whether a text file is JSON: it begins with `{` and a key, or with `[` and an object, an array or
 * nothing; or it begins with `{` or `[` and is called .json, .ndjson or .jsonl.
 * @param filename as the user had it; it never makes JSON of what cannot be
 */
export function looksLikeJson(source: ByteSource, filename: string): boolean {
  const head = readHead(source, 4096).replace(/^\xef\xbb\xbf/, "");
  if (/^[ \t\r\n]*(\{[ \t\r\n]*["}]|\[[ \t\r\n]*[[{\]])/.test(head)) return true;
  return /\.(json|ndjson|jsonl)$/i.test(filename) && /^[ \t\r\n]*[[{]/.test(head);
}

/**
 * Encoding of a text file and the length of its byte order mark. Without a mark it is UTF-8.
 * @param asked the encoding that was set, or "auto"
 * @throws CodedError E_CSV_ENCODING for UTF-32
 */
export function detectEncoding(
  source: ByteSource,
  asked: Encoding | "auto",
): { encoding: Encoding; start: number } {
  const head = readHead(source);
  const marked = markOf(head);
  if (asked === "auto") {
    if (head.startsWith("\xff\xfe\0\0") || head.startsWith("\0\0\xfe\xff")) throw utf32Error();
    return marked ?? { encoding: "utf-8", start: 0 };
  }
  return marked?.encoding === asked ? marked : { encoding: asked, start: 0 };
}

function markOf(head: string): { encoding: Encoding; start: number } | null {
  if (head.startsWith("\xef\xbb\xbf")) return { encoding: "utf-8", start: 3 };
  if (head.startsWith("\xff\xfe")) return { encoding: "utf-16le", start: 2 };
  if (head.startsWith("\xfe\xff")) return { encoding: "utf-16be", start: 2 };
  return null;
}

/** The first bytes, one character each. */
function readHead(source: ByteSource, bytes = 16): string {
  const head = new Uint8Array(bytes);
  let filled = 0;
  while (filled < head.length) {
    const read = source.readSync(head.subarray(filled), filled);
    if (read === 0) break;
    filled += read;
  }
  return String.fromCharCode(...head.subarray(0, filled));
}
