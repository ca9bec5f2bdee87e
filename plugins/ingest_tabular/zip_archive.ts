import type { ByteSource } from "./byte_source.ts";
import { zipError } from "./xlsx_errors.ts";

/** One file in a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated; nothing else is taken. */
  readonly method: 0 | 8;
  readonly crc32: number;
  readonly compressed_bytes: number;
  readonly bytes: number;
  /** Where its compressed bytes begin in the file. */
  readonly start: number;
}

const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const MOST_ENTRIES = 20_000;
const MOST_DIRECTORY_BYTES = 16 * 1024 * 1024;
const decoder = new TextDecoder("utf-8");

/**
 * Reads the central directory of a ZIP archive (APPNOTE 6.3.9, ZIP64 included).
 * @returns entries by name; nothing is inflated
 * @throws CodedError E_XLSX_ZIP
 */
export function readZipDirectory(source: ByteSource): Map<string, ZipEntry> {
  const { count, bytes, start } = findDirectory(source);
  if (count > MOST_ENTRIES) throw zipError(`it holds ${count} files`);
  if (bytes > MOST_DIRECTORY_BYTES) throw zipError(`its directory is ${bytes} bytes long`);
  const directory = readExactly(source, start, bytes);
  const view = new DataView(directory.buffer);
  const entries = new Map<string, ZipEntry>();
  let p = 0;
  for (let i = 0; i < count; i++) {
    if (p + 46 > bytes || view.getUint32(p, true) !== 0x02014b50) {
      throw zipError("its directory is damaged");
    }
    const nameBytes = view.getUint16(p + 28, true);
    const extraBytes = view.getUint16(p + 30, true);
    const next = p + 46 + nameBytes + extraBytes + view.getUint16(p + 32, true);
    if (next > bytes) throw zipError("its directory is damaged");
    const name = decoder.decode(directory.subarray(p + 46, p + 46 + nameBytes));
    if (entries.has(name)) throw zipError("it holds two files of one name");
    entries.set(name, readEntry(source, view, p, name, p + 46 + nameBytes, extraBytes));
    p = next;
  }
  return entries;
}

function readEntry(
  source: ByteSource,
  view: DataView,
  p: number,
  name: string,
  extra: number,
  extraBytes: number,
): ZipEntry {
  const flags = view.getUint16(p + 8, true);
  if ((flags & 0x2041) !== 0) throw zipError("it is encrypted");
  const method = view.getUint16(p + 10, true);
  let compressed_bytes = view.getUint32(p + 20, true);
  let bytes = view.getUint32(p + 24, true);
  let header = view.getUint32(p + 42, true);
  // ZIP64: the fields that are all ones stand in the extra field instead, in this order.
  for (let e = extra; e + 4 <= extra + extraBytes;) {
    const length = view.getUint16(e + 2, true);
    const end = Math.min(e + 4 + length, extra + extraBytes);
    if (view.getUint16(e, true) === 1) {
      let at = e + 4;
      const wide = (value: number) => {
        if (value !== 0xffffffff) return value;
        if (at + 8 > end) throw zipError("its directory is damaged");
        at += 8;
        return Number(view.getBigUint64(at - 8, true));
      };
      bytes = wide(bytes);
      compressed_bytes = wide(compressed_bytes);
      header = wide(header);
    }
    e += 4 + length;
  }
  const local = readExactly(source, header, 30);
  const localView = new DataView(local.buffer);
  if (localView.getUint32(0, true) !== 0x04034b50) throw zipError("a file in it is misplaced");
  const start = header + 30 + localView.getUint16(26, true) + localView.getUint16(28, true);
  if (!(start + compressed_bytes <= source.size)) throw zipError("a file in it is cut off");
  // Other methods fail when the part is opened, so that a part nobody needs does no harm.
  return {
    name,
    method: method as 0 | 8,
    crc32: view.getUint32(p + 16, true),
    compressed_bytes,
    bytes,
    start,
  };
}

function findDirectory(source: ByteSource): { count: number; bytes: number; start: number } {
  const tailBytes = Math.min(source.size, END_BYTES + LONGEST_COMMENT);
  const tailStart = source.size - tailBytes;
  const tail = readExactly(source, tailStart, tailBytes);
  const view = new DataView(tail.buffer);
  for (let p = tailBytes - END_BYTES; p >= 0; p--) {
    if (view.getUint32(p, true) !== 0x06054b50) continue;
    if (p + END_BYTES + view.getUint16(p + 20, true) !== tailBytes) continue;
    const count = view.getUint16(p + 10, true);
    const bytes = view.getUint32(p + 12, true);
    const start = view.getUint32(p + 16, true);
    const isWide = count === 0xffff || bytes === 0xffffffff || start === 0xffffffff;
    const found = isWide ? findWideDirectory(source, tailStart + p) : null;
    const directory = found ?? { count, bytes, start };
    if (!(directory.start + directory.bytes <= source.size)) break;
    return directory;
  }
  throw zipError("its directory is missing, as in a file that was cut off");
}

/** The ZIP64 directory, if the bytes before the ordinary end record point to one. */
function findWideDirectory(
  source: ByteSource,
  end: number,
): { count: number; bytes: number; start: number } | null {
  if (end < 20) return null;
  const locator = new DataView(readExactly(source, end - 20, 20).buffer);
  if (locator.getUint32(0, true) !== 0x07064b50) return null;
  const at = Number(locator.getBigUint64(8, true));
  if (!(at + 56 <= source.size)) return null;
  const record = new DataView(readExactly(source, at, 56).buffer);
  if (record.getUint32(0, true) !== 0x06064b50) return null;
  return {
    count: Number(record.getBigUint64(32, true)),
    bytes: Number(record.getBigUint64(40, true)),
    start: Number(record.getBigUint64(48, true)),
  };
}

function readExactly(source: ByteSource, start: number, bytes: number): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(bytes);
  let filled = 0;
  while (filled < bytes) {
    const read = source.readSync(buffer.subarray(filled), start + filled);
    if (read === 0) throw zipError("it is cut off");
    filled += read;
  }
  return buffer;
}
