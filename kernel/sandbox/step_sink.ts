import type { BufferName, DatasetSchema } from "../contract/dataset.ts";
import type { ArtifactFrame, LogFrame, ProgressFrame } from "../contract/frame.ts";

/**
 * Where the frames of a step go. Each call is awaited before the next bytes are read, so a slow
 * sink slows the plugin. One that throws a CodedError stops the plugin: the step is `refused`
 * with that error. Bytes are valid until the returned promise settles: copy what is kept.
 */
export interface StepSink {
  log(frame: LogFrame): void | Promise<void>;
  progress(frame: ProgressFrame): void | Promise<void>;
  /** A new artifact; exactly `bytes` bytes of chunks follow before anything else. */
  artifact(frame: ArtifactFrame): void | Promise<void>;
  artifactChunk(bytes: Uint8Array): void | Promise<void>;
  /** At most once, ingest and transform only, before any column chunk. */
  schema(schema: DatasetSchema): void | Promise<void>;
  /** `column` is an index in the schema's columns, `offset` in bytes of that buffer. */
  columnChunk(
    column: number,
    buffer: BufferName,
    offset: number,
    bytes: Uint8Array,
  ): void | Promise<void>;
}
