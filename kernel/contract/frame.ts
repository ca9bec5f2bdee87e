/**
 * The pipe between kernel and plugin: frames of a 4-byte little-endian body length, a 1-byte
 * kind and the body. The request is one such frame on the plugin's standard input, which then
 * stays open: end-of-file there is the kernel's leave to exit. Everything else goes from the
 * plugin to the kernel on standard output, and exactly one `result` or `failure` comes last.
 */
export const FRAME_KIND = {
  /** kernel → plugin: JSON, {@link StepRequest} */
  request: 1,
  /** JSON `{level, message}` */
  log: 2,
  /** JSON `{done, total, note}` */
  progress: 3,
  /** JSON `{name, media_type, description, bytes}`; its chunks follow at once */
  artifact: 4,
  /** bytes of the artifact declared last */
  artifact_chunk: 5,
  /** JSON {@link DatasetSchema}; ingest and transform only, before any column chunk */
  schema: 6,
  /** {@link COLUMN_CHUNK_HEADER_BYTES} of header, then bytes of one buffer of one column */
  column_chunk: 7,
  /** JSON, the result; last */
  result: 8,
  /** JSON `{code, message, next, allocation}`: the plugin threw; last */
  failure: 9,
} as const;

export type FrameKind = keyof typeof FRAME_KIND;

export const FRAME_HEADER_BYTES = 5;
/** Largest body of a `schema` or `result` frame. */
export const MAX_CONTROL_BYTES = 16 * 1024 * 1024;
/** Largest body of any other JSON frame: a sentence or two, and each may come many times. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
/** Longest message of a log line or an error, in UTF-16 units; longer ones are cut, not refused. */
export const MAX_MESSAGE_CHARACTERS = 8192;
/** Largest body of an `artifact_chunk` or `column_chunk`, header included. */
export const MAX_CHUNK_BYTES = 1024 * 1024;
/** u32 column, u32 buffer (index in {@link BUFFER_NAMES}), u64 offset in that buffer; all LE. */
export const COLUMN_CHUNK_HEADER_BYTES = 16;

export type LogLevel = "debug" | "info" | "warning";

export interface LogFrame {
  readonly level: LogLevel;
  readonly message: string;
}

export interface ProgressFrame {
  readonly done: number;
  readonly total: number;
  readonly note: string;
}

export interface ArtifactFrame {
  /** One path segment, checked by the kernel against {@link ARTIFACT_NAME_PATTERN}. */
  readonly name: string;
  readonly media_type: string;
  readonly description: string;
  readonly bytes: number;
}

export interface FailureFrame {
  readonly code: string;
  readonly message: string;
  readonly next: string;
  /** True when the bootstrap saw an allocation RangeError: the kernel may call it `oom`. */
  readonly allocation: boolean;
}

/** One lower-case path segment: no separators, no leading dot, no `..`, at most 100 characters. */
export const ARTIFACT_NAME_PATTERN = /^[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*){0,3}$/;

/**
 * Largest body a frame of a kind may have.
 * @returns bytes
 */
export function maxBodyBytes(kind: FrameKind): number {
  switch (kind) {
    case "artifact_chunk":
    case "column_chunk":
      return MAX_CHUNK_BYTES;
    case "schema":
    case "result":
    case "request":
      return MAX_CONTROL_BYTES;
    case "log":
    case "progress":
    case "artifact":
    case "failure":
      return MAX_MESSAGE_BYTES;
  }
}

/**
 * Encodes one frame.
 * @param kind name of the frame
 * @param body its bytes; the caller keeps to the size limits
 */
export function encodeFrame(kind: FrameKind, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + body.byteLength);
  new DataView(frame.buffer).setUint32(0, body.byteLength, true);
  frame[4] = FRAME_KIND[kind];
  frame.set(body, FRAME_HEADER_BYTES);
  return frame;
}
