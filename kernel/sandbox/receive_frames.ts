import type { FailureFrame } from "../contract/frame.ts";
import type { Limits, PluginType } from "../contract/manifest.ts";
import {
  decodeArtifact,
  decodeColumnChunk,
  decodeFailure,
  decodeLog,
  decodeProgress,
  decodeSchema,
} from "./decode_frame.ts";
import { artifactLimit, artifactName, frameError } from "./errors.ts";
import { FrameReader, type RawFrame } from "./frame_reader.ts";
import { parseFrameJson } from "./parse_frame_json.ts";
import type { StepSink } from "./step_sink.ts";

/** Most artifacts of one step. */
export const MAX_ARTIFACTS = 1000;
/** Log lines handed on; more are counted, not kept, so that a flood does not become a file. */
export const MAX_LOG_LINES = 10_000;

/**
 * Reads a plugin's standard output: frames in the order the protocol allows, each decoded and
 * handed to the sink, up to the one `result` or `failure`.
 */
export class FrameReceiver {
  readonly #sink: StepSink;
  readonly #reader: FrameReader;
  readonly #makesDataset: boolean;
  readonly #artifactsMb: number;
  #artifactBytesLeft: number;
  /** Bytes of the artifact declared last that have not come yet. */
  #open = 0;
  readonly #names = new Set<string>();
  #columns: number | null = null;
  #logLines = 0;
  #answer: { readonly result: unknown } | null = null;
  #failure: FailureFrame | null = null;

  /**
   * @param type the plugin's: only ingest and transform make datasets
   * @param limits output_mb and artifacts_mb are used
   * @param sink where decoded frames go
   */
  constructor(type: PluginType, limits: Limits, sink: StepSink) {
    this.#sink = sink;
    this.#reader = new FrameReader(limits.output_mb);
    this.#makesDataset = type === "ingest" || type === "transform";
    this.#artifactsMb = limits.artifacts_mb;
    this.#artifactBytesLeft = limits.artifacts_mb * 1024 * 1024;
  }

  /** The result, wrapped because any JSON value may be one; null until it came. */
  get answer(): { readonly result: unknown } | null {
    return this.#answer;
  }

  get failure(): FailureFrame | null {
    return this.#failure;
  }

  /** Log lines beyond {@link MAX_LOG_LINES} that were not handed on. */
  get logLinesDropped(): number {
    return Math.max(0, this.#logLines - MAX_LOG_LINES);
  }

  /** False when the stream stopped inside a frame. */
  get atBoundary(): boolean {
    return this.#reader.atBoundary;
  }

  /**
   * Takes the next piece of the stream; settles when the sink has taken what it completed.
   * @throws CodedError E_FRAME_*, E_OUTPUT_LIMIT, E_ARTIFACT_*, or what the sink throws
   */
  async receive(chunk: Uint8Array): Promise<void> {
    for (const frame of this.#reader.push(chunk)) {
      const taken = this.#take(frame);
      // Waiting for what is done already would double the cost of a flood of small frames.
      if (taken !== undefined) await taken;
    }
  }

  #take({ kind, body }: RawFrame): void | Promise<void> {
    if (this.#open > 0 && kind !== "artifact_chunk" && kind !== "failure") {
      throw frameError("E_FRAME_ORDER", `it sent ${kind} before an artifact was complete`);
    }
    switch (kind) {
      case "artifact_chunk":
        return this.#artifactChunk(body);
      case "column_chunk":
        return this.#columnChunk(body);
      case "log":
        if (++this.#logLines > MAX_LOG_LINES) return;
        return this.#sink.log(decodeLog(parseFrameJson(body)));
      case "progress":
        return this.#sink.progress(decodeProgress(parseFrameJson(body)));
      case "artifact":
        return this.#artifact(body);
      case "schema":
        return this.#schema(body);
      case "result":
        this.#answer = { result: parseFrameJson(body) };
        return;
      case "failure":
        this.#failure = decodeFailure(parseFrameJson(body));
        return;
    }
  }

  #artifact(body: Uint8Array): void | Promise<void> {
    const frame = decodeArtifact(parseFrameJson(body));
    if (this.#names.has(frame.name)) throw artifactName(frame.name, "a name it has used before");
    if (this.#names.size >= MAX_ARTIFACTS) {
      throw artifactLimit(`more than ${MAX_ARTIFACTS} artifacts`);
    }
    this.#artifactBytesLeft -= frame.bytes;
    if (this.#artifactBytesLeft < 0) {
      throw artifactLimit(`more than ${this.#artifactsMb} MiB of artifacts`);
    }
    this.#names.add(frame.name);
    this.#open = frame.bytes;
    return this.#sink.artifact(frame);
  }

  #artifactChunk(body: Uint8Array): void | Promise<void> {
    if (body.length > this.#open) {
      throw frameError("E_FRAME_ORDER", "it sent more bytes of an artifact than it announced");
    }
    this.#open -= body.length;
    return body.length > 0 ? this.#sink.artifactChunk(body) : undefined;
  }

  #schema(body: Uint8Array): void | Promise<void> {
    if (!this.#makesDataset) {
      throw frameError("E_FRAME_ORDER", "only ingest and transform plugins make datasets");
    }
    if (this.#columns !== null) throw frameError("E_FRAME_ORDER", "it sent a second schema");
    const schema = decodeSchema(parseFrameJson(body));
    this.#columns = schema.columns.length;
    return this.#sink.schema(schema);
  }

  #columnChunk(body: Uint8Array): void | Promise<void> {
    if (this.#columns === null) {
      throw frameError("E_FRAME_ORDER", "bytes of a column came before a schema");
    }
    const { column, buffer, offset, bytes } = decodeColumnChunk(body, this.#columns);
    return this.#sink.columnChunk(column, buffer, offset, bytes);
  }
}
