import { notAPack, packFooterInvalid, packTooNew } from "./pack_errors.ts";
import {
  alignPack,
  type BufferName,
  COLUMN_TYPES,
  type ColumnEncoding,
  type ColumnType,
  expectedBufferBytes,
  MAX_COLUMN_NAME_BYTES,
  MAX_COLUMNS,
  MAX_ROWS,
  PACK_ALIGNMENT,
  PACK_MAGIC,
  PACK_TRAILER_BYTES,
  PACK_VERSION,
  type PackBuffer,
  type PackColumn,
  type PackFooter,
  requiredBuffers,
} from "./dataset.ts";

/** Largest footer: 50,000 columns need at most about 100 MB. */
export const MAX_PACK_FOOTER_BYTES = 128 * 1024 * 1024;

const UTF8 = new TextEncoder();
const SHA256 = /^[0-9a-f]{64}$/;
const DECIMAL_INTEGER = /^(?:0|-?[1-9][0-9]{0,18})$/;

/**
 * Reads a pack's last {@link PACK_TRAILER_BYTES} bytes.
 * @param last16 exactly those bytes
 * @returns length of the footer in bytes; it ends where the trailer begins
 * @throws CodedError E_PACK_TRAILER
 */
export function parsePackTrailer(last16: Uint8Array): number {
  if (last16.byteLength !== PACK_TRAILER_BYTES) {
    throw notAPack(`its trailer has ${last16.byteLength} of ${PACK_TRAILER_BYTES} bytes`);
  }
  for (let i = 0; i < PACK_MAGIC.length; i++) {
    if (last16[8 + i] !== PACK_MAGIC.charCodeAt(i)) {
      throw notAPack(`it does not end with ${PACK_MAGIC}`);
    }
  }
  const view = new DataView(last16.buffer, last16.byteOffset, last16.byteLength);
  if (view.getUint32(4, true) !== 0) throw notAPack("its trailer's reserved bytes are not zero");
  const bytes = view.getUint32(0, true);
  if (!(0 < bytes && bytes <= MAX_PACK_FOOTER_BYTES)) {
    throw notAPack(`it claims a footer of ${bytes} bytes`);
  }
  return bytes;
}

/**
 * The trailer that {@link parsePackTrailer} reads.
 * @param footerBytes length of the footer
 */
export function packTrailer(footerBytes: number): Uint8Array<ArrayBuffer> {
  const trailer = new Uint8Array(PACK_TRAILER_BYTES);
  new DataView(trailer.buffer).setUint32(0, footerBytes, true);
  trailer.set(UTF8.encode(PACK_MAGIC), 8);
  return trailer;
}

/**
 * Where the footer starts: the first aligned position after the last buffer.
 * @param footer buffers in file order
 */
export function packFooterOffset(footer: Pick<PackFooter, "columns">): number {
  const last = footer.columns.at(-1)?.buffers.at(-1);
  return last === undefined ? PACK_ALIGNMENT : alignPack(last.offset + last.bytes);
}

/**
 * Reads and checks a footer: every type, size, position, name and count, so that a reader can
 * trust its arithmetic. What the buffers hold is not looked at.
 * @param bytes exactly the footer
 * @param fileBytes size of the whole file, when known: it must be what the footer implies
 * @throws CodedError E_PACK_FOOTER, E_PACK_VERSION, E_PACK_TRAILER (size of the file)
 */
export function parsePackFooter(bytes: Uint8Array, fileBytes?: number): PackFooter {
  const footer = record(parseJson(bytes), "");
  if (footer.format !== "shpack") throw packFooterInvalid("/format", "it is not shpack");
  const version = footer.version;
  if (typeof version === "number" && version > PACK_VERSION) throw packTooNew(version);
  if (version !== PACK_VERSION) throw packFooterInvalid("/version", "it is not 1");
  noOtherKeys(footer, ["format", "version", "rows", "columns"], "");
  const rows = count(footer.rows, MAX_ROWS, "/rows");
  const entries = list(footer.columns, "/columns");
  if (!(1 <= entries.length && entries.length <= MAX_COLUMNS)) {
    throw packFooterInvalid("/columns", `there are ${entries.length} columns`);
  }
  const names = new Set<string>();
  let position = PACK_ALIGNMENT;
  const columns = entries.map((entry, i): PackColumn => {
    const column = packColumn(entry, rows, position, `/columns/${i}`);
    if (names.has(column.name)) throw packFooterInvalid(`/columns/${i}/name`, "it is there twice");
    names.add(column.name);
    position = packFooterOffset({ columns: [column] });
    return column;
  });
  const whole = position + bytes.byteLength + PACK_TRAILER_BYTES;
  if (fileBytes !== undefined && fileBytes !== whole) {
    throw notAPack(`it has ${fileBytes} bytes where its footer needs ${whole}`);
  }
  return { format: "shpack", version: PACK_VERSION, rows, columns };
}

/**
 * Why a text cannot be a column's name, or undefined when it can.
 * @param name any value
 */
export function columnNameProblem(name: unknown): string | undefined {
  if (typeof name !== "string") return "it is not a string";
  if (name === "") return "it is empty";
  if (!name.isWellFormed()) return "it has a lone surrogate";
  if (name.includes("\0")) return "it has a NUL character";
  if (name.length > MAX_COLUMN_NAME_BYTES || UTF8.encode(name).byteLength > MAX_COLUMN_NAME_BYTES) {
    return `it is longer than ${MAX_COLUMN_NAME_BYTES} bytes`;
  }
  return undefined;
}

function packColumn(entry: unknown, rows: number, start: number, at: string): PackColumn {
  const column = record(entry, at);
  noOtherKeys(column, ["name", "type", "encoding", "null_count", "min", "max", "buffers"], at);
  const problem = columnNameProblem(column.name);
  if (problem !== undefined) throw packFooterInvalid(`${at}/name`, problem);
  const name = column.name as string;
  if (!(COLUMN_TYPES as readonly unknown[]).includes(column.type)) {
    throw packFooterInvalid(`${at}/type`, "it is no column type");
  }
  const type = column.type as ColumnType;
  const encoding = packEncoding(column.encoding, type, `${at}/encoding`);
  const null_count = count(column.null_count, rows, `${at}/null_count`);
  const bounded = type !== "text" && type !== "boolean" && null_count < rows;
  const min = bound(column.min, type, bounded, `${at}/min`);
  const max = bound(column.max, type, bounded, `${at}/max`);
  const about = { type, encoding, null_count, rows };
  return {
    name,
    type,
    encoding,
    null_count,
    min,
    max,
    buffers: buffers(column.buffers, about, start, at),
  };
}

function packEncoding(value: unknown, type: ColumnType, at: string): ColumnEncoding {
  if (value === "plain" || (value === "dictionary" && type === "text")) return value;
  throw packFooterInvalid(at, `it does not go with ${type}`);
}

function buffers(
  value: unknown,
  about: { type: ColumnType; encoding: ColumnEncoding; null_count: number; rows: number },
  start: number,
  at: string,
): readonly PackBuffer[] {
  const required = requiredBuffers(about);
  const names = about.null_count > 0 ? ["validity" as const, ...required] : required;
  const entries = list(value, `${at}/buffers`);
  if (entries.length !== names.length) {
    throw packFooterInvalid(`${at}/buffers`, `it must have ${names.join(", ")}`);
  }
  let position = start;
  return names.map((name, i): PackBuffer => {
    const here = `${at}/buffers/${i}`;
    const buffer = record(entries[i], here);
    noOtherKeys(buffer, ["name", "offset", "bytes", "sha256"], here);
    if (buffer.name !== name) throw packFooterInvalid(`${here}/name`, `it must be ${name}`);
    if (buffer.offset !== position) {
      throw packFooterInvalid(`${here}/offset`, `it must be ${position}`);
    }
    const bytes = count(buffer.bytes, Number.MAX_SAFE_INTEGER - position, `${here}/bytes`);
    const problem = bufferBytesProblem(about, name, bytes, about.rows);
    if (problem !== undefined) throw packFooterInvalid(`${here}/bytes`, problem);
    const sha256 = buffer.sha256;
    if (typeof sha256 !== "string" || !SHA256.test(sha256)) {
      throw packFooterInvalid(`${here}/sha256`, "it is not 64 hex digits");
    }
    const offset = position;
    position = alignPack(position + bytes);
    return { name, offset, bytes, sha256 };
  });
}

/**
 * Why a buffer cannot have this size, or undefined when it can.
 * @param column its type and encoding
 * @param name which buffer
 * @param bytes size to judge
 * @param rows rows of the dataset
 */
export function bufferBytesProblem(
  column: { readonly type: ColumnType; readonly encoding: ColumnEncoding },
  name: BufferName,
  bytes: number,
  rows: number,
): string | undefined {
  const expected = expectedBufferBytes(column, name, rows);
  if (expected !== undefined) {
    return bytes === expected ? undefined : `${name} must have ${expected} bytes for ${rows} rows`;
  }
  if (name === "dictionary_offsets" && !(bytes >= 4 && bytes % 4 === 0)) {
    return "dictionary_offsets must have 4 bytes for every entry, and 4 more";
  }
  if (name === "dictionary_data" && bytes > 0x7fffffff) return "int32 offsets reach only 2 GiB";
  return undefined;
}

function bound(value: unknown, type: ColumnType, bounded: boolean, at: string): string | null {
  if (!bounded) {
    if (value !== null) throw packFooterInvalid(at, "it must be null");
    return null;
  }
  if (typeof value !== "string") throw packFooterInvalid(at, "it is not a string");
  const ok = type === "float64"
    ? value.length <= 32 && String(Number(value)) === value && Number.isFinite(Number(value))
    : DECIMAL_INTEGER.test(value) && fitsBits(value, type === "date" ? 32 : 64);
  if (!ok) throw packFooterInvalid(at, `it is no ${type} in decimal`);
  return value;
}

function fitsBits(decimal: string, bits: number): boolean {
  const integer = BigInt(decimal);
  return BigInt.asIntN(bits, integer) === integer;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw packFooterInvalid("", "it is not JSON");
  }
}

function record(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw packFooterInvalid(at, "it is not an object");
  }
  return value as Record<string, unknown>;
}

function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw packFooterInvalid(at, "it is not a list");
  return value;
}

function count(value: unknown, most: number, at: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || !(0 <= value && value <= most)) {
    throw packFooterInvalid(at, `it is not an integer between 0 and ${most}`);
  }
  return value === 0 ? 0 : value;
}

function noOtherKeys(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  at: string,
): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw packFooterInvalid(at, "it has an unknown key");
  }
}
