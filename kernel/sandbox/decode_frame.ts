import { ERROR_CODE_PATTERN } from "../contract/coded_error.ts";
import {
  BUFFER_NAMES,
  type BufferName,
  COLUMN_TYPES,
  type ColumnSchema,
  type DatasetSchema,
  MAX_COLUMN_NAME_BYTES,
  MAX_COLUMNS,
  MAX_ROWS,
} from "../contract/dataset.ts";
import {
  ARTIFACT_NAME_PATTERN,
  type ArtifactFrame,
  COLUMN_CHUNK_HEADER_BYTES,
  type FailureFrame,
  type LogFrame,
  MAX_MESSAGE_CHARACTERS,
  type ProgressFrame,
} from "../contract/frame.ts";
import { artifactName, frameError } from "./errors.ts";

/** Longest artifact name, as its pattern's documentation says. */
const MAX_ARTIFACT_NAME = 100;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,60}\/[a-z0-9][a-z0-9.+-]{0,60}(; ?charset=utf-8)?$/;
/** Names that Windows gives to devices, whatever their extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/;
const UTF8 = new TextEncoder();

/** Decodes the body of a `log` frame. Throws CodedError E_FRAME_FIELD, as all of these do. */
export function decodeLog(value: unknown): LogFrame {
  const frame = fields(value, "log");
  const level = frame("level");
  if (level !== "debug" && level !== "info" && level !== "warning") throw bad("log", "level");
  return { level, message: text(frame("message"), "log", "message") };
}

/** Decodes the body of a `progress` frame: `0 ≤ done ≤ total`, finite. */
export function decodeProgress(value: unknown): ProgressFrame {
  const frame = fields(value, "progress");
  const done = frame("done");
  const total = frame("total");
  if (typeof total !== "number" || !(0 <= total && total < Infinity)) {
    throw bad("progress", "total");
  }
  if (typeof done !== "number" || !(0 <= done && done <= total)) throw bad("progress", "done");
  return { done, total, note: text(frame("note"), "progress", "note").slice(0, 200) };
}

/**
 * Decodes the body of an `artifact` frame.
 * @throws CodedError E_ARTIFACT_NAME, E_FRAME_FIELD
 */
export function decodeArtifact(value: unknown): ArtifactFrame {
  const frame = fields(value, "artifact");
  const name = frame("name");
  const type = frame("media_type");
  const bytes = frame("bytes");
  if (typeof name !== "string") throw bad("artifact", "name");
  if (name.length > MAX_ARTIFACT_NAME || !ARTIFACT_NAME_PATTERN.test(name)) {
    throw artifactName(name, "which is not one plain lower-case path segment");
  }
  if (RESERVED.test(name)) throw artifactName(name, "which some systems reserve for a device");
  if (typeof type !== "string" || !MEDIA_TYPE.test(type)) throw bad("artifact", "media_type");
  if (!isCount(bytes, Number.MAX_SAFE_INTEGER)) throw bad("artifact", "bytes");
  const description = text(frame("description"), "artifact", "description");
  return { name, media_type: type, description, bytes };
}

/** Decodes the body of a `failure` frame; a malformed code becomes E_PLUGIN_THREW. */
export function decodeFailure(value: unknown): FailureFrame {
  const frame = fields(value, "failure");
  const code = frame("code");
  return {
    code: typeof code === "string" && ERROR_CODE_PATTERN.test(code) ? code : "E_PLUGIN_THREW",
    message: text(frame("message"), "failure", "message"),
    next: text(frame("next"), "failure", "next"),
    allocation: frame("allocation") === true,
  };
}

/**
 * Decodes the body of a `schema` frame: types and ranges here; whether the sizes fit the types is
 * for whoever writes the pack.
 */
export function decodeSchema(value: unknown): DatasetSchema {
  const frame = fields(value, "schema");
  const rows = frame("rows");
  const columns = frame("columns");
  if (!isCount(rows, MAX_ROWS)) throw bad("schema", "rows");
  if (!Array.isArray(columns) || columns.length > MAX_COLUMNS) throw bad("schema", "columns");
  return { rows, columns: columns.map((column) => decodeColumn(column, rows)) };
}

/** A column chunk taken apart; `bytes` is a view of the frame's body. */
export interface ColumnChunk {
  readonly column: number;
  readonly buffer: BufferName;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * Takes a `column_chunk` apart.
 * @param body header and bytes
 * @param columns number of columns of the schema
 */
export function decodeColumnChunk(body: Uint8Array, columns: number): ColumnChunk {
  if (body.length < COLUMN_CHUNK_HEADER_BYTES) throw bad("column_chunk", "header");
  const view = new DataView(body.buffer, body.byteOffset, COLUMN_CHUNK_HEADER_BYTES);
  const column = view.getUint32(0, true);
  const buffer = BUFFER_NAMES[view.getUint32(4, true)];
  const offset = Number(view.getBigUint64(8, true));
  if (column >= columns) throw bad("column_chunk", "column");
  if (buffer === undefined) throw bad("column_chunk", "buffer");
  if (!Number.isSafeInteger(offset)) throw bad("column_chunk", "offset");
  return { column, buffer, offset, bytes: body.subarray(COLUMN_CHUNK_HEADER_BYTES) };
}

function decodeColumn(value: unknown, rows: number): ColumnSchema {
  const column = fields(value, "schema");
  const name = column("name");
  const type = COLUMN_TYPES.find((known) => known === column("type"));
  const encoding = column("encoding");
  const nulls = column("null_count");
  if (typeof name !== "string" || !name.isWellFormed()) throw bad("schema", "columns/name");
  if (UTF8.encode(name).length > MAX_COLUMN_NAME_BYTES) throw bad("schema", "columns/name");
  if (type === undefined) throw bad("schema", "columns/type");
  if (encoding !== "plain" && encoding !== "dictionary") throw bad("schema", "columns/encoding");
  if (!isCount(nulls, rows)) throw bad("schema", "columns/null_count");
  return { name, type, encoding, null_count: nulls, buffers: decodeSizes(column("buffers")) };
}

function decodeSizes(value: unknown): Partial<Record<BufferName, number>> {
  if (typeof value !== "object" || value === null) throw bad("schema", "columns/buffers");
  const sizes: Partial<Record<BufferName, number>> = {};
  for (const key of Object.keys(value)) {
    const name = BUFFER_NAMES.find((known) => known === key);
    const size = (value as Record<string, unknown>)[key];
    if (name === undefined || !isCount(size, Number.MAX_SAFE_INTEGER)) {
      throw bad("schema", "columns/buffers");
    }
    sizes[name] = size;
  }
  return sizes;
}

/** Reads own properties only, so that `__proto__` and inherited names mean nothing. */
function fields(value: unknown, frame: string): (name: string) => unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bad(frame, "body");
  return (name) =>
    Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function text(value: unknown, frame: string, field: string): string {
  if (value === undefined) return "";
  if (typeof value !== "string") throw bad(frame, field);
  return value.slice(0, MAX_MESSAGE_CHARACTERS).toWellFormed();
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && 0 <= value && value <= most;
}

function bad(frame: string, field: string) {
  return frameError("E_FRAME_FIELD", `${field} in its ${frame} frame is not what it must be`);
}
