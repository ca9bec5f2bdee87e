import { FRAME_HEADER_BYTES, FRAME_KIND, type FrameKind, maxBodyBytes } from "../contract/frame.ts";
import { frameError, outputLimit } from "./errors.ts";

/** One frame as it left the pipe. `body` is valid until the next one is asked for. */
export interface RawFrame {
  readonly kind: Exclude<FrameKind, "request">;
  readonly body: Uint8Array;
}

/** Bytes that even an empty frame counts for: what it costs to look at one. */
const LEAST_COUNTED = 64;

const KIND_NAMES: readonly (FrameKind | undefined)[] = kindNames();

/**
 * Cuts a plugin's standard output into frames, incrementally, holding at most one body in memory.
 * Lengths are checked before a byte of the body is kept, kinds before lengths, and totals as the
 * bytes arrive; the first thing that is wrong ends the reading.
 */
export class FrameReader {
  readonly #outputMb: number;
  #left: number;
  #header = new Uint8Array(FRAME_HEADER_BYTES);
  #headerFilled = 0;
  #kind: RawFrame["kind"] | null = null;
  #length = 0;
  #filled = 0;
  /** Grows with what has come, not with what was announced. */
  #body = new Uint8Array(64 * 1024);
  #ended = false;

  /** @param outputMb most MiB of everything but the contents of artifacts */
  constructor(outputMb: number) {
    this.#outputMb = outputMb;
    this.#left = outputMb * 1024 * 1024;
  }

  /**
   * Takes the next piece of the stream and yields the frames that it completes.
   * @param chunk bytes in the order they came; not kept
   * @throws CodedError E_FRAME_KIND, E_FRAME_LENGTH, E_FRAME_AFTER_RESULT, E_OUTPUT_LIMIT
   */
  *push(chunk: Uint8Array): Generator<RawFrame, void, void> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#ended) {
        throw frameError("E_FRAME_AFTER_RESULT", "it wrote more after its result");
      }
      if (this.#kind === null) {
        at = this.#readHeader(chunk, at);
        if (this.#kind === null) return;
      }
      const take = Math.min(this.#length - this.#filled, chunk.length - at);
      if (this.#filled === 0 && take === this.#length) {
        yield* this.#finish(chunk.subarray(at, at + take));
      } else {
        this.#keep(chunk.subarray(at, at + take));
        if (this.#filled === this.#length) {
          yield* this.#finish(this.#body.subarray(0, this.#length));
        }
      }
      at += take;
    }
  }

  /** True when the stream may end here: between two frames. */
  get atBoundary(): boolean {
    return this.#kind === null && this.#headerFilled === 0;
  }

  #readHeader(chunk: Uint8Array, at: number): number {
    while (this.#headerFilled < FRAME_HEADER_BYTES) {
      if (at === chunk.length) return at;
      this.#header[this.#headerFilled++] = chunk[at++]!;
    }
    const number = this.#header[4]!;
    const kind = KIND_NAMES[number];
    if (kind === undefined || kind === "request") {
      throw frameError("E_FRAME_KIND", `${number} is not a kind of frame a plugin sends`);
    }
    const length = new DataView(this.#header.buffer).getUint32(0, true);
    const most = maxBodyBytes(kind);
    if (length > most) {
      throw frameError("E_FRAME_LENGTH", `${length} bytes of ${kind}, the most is ${most}`);
    }
    // Contents of artifacts have a limit of their own, kept by whoever knows what was announced.
    const counted = FRAME_HEADER_BYTES + (kind === "artifact_chunk" ? 0 : length);
    this.#left -= Math.max(counted, LEAST_COUNTED);
    if (this.#left < 0) throw outputLimit("output", this.#outputMb);
    this.#kind = kind;
    this.#length = length;
    this.#filled = 0;
    return at;
  }

  #keep(part: Uint8Array): void {
    const needed = this.#filled + part.length;
    if (this.#body.length < needed) {
      const grown = new Uint8Array(Math.min(Math.max(needed, 2 * this.#body.length), this.#length));
      grown.set(this.#body.subarray(0, this.#filled));
      this.#body = grown;
    }
    this.#body.set(part, this.#filled);
    this.#filled = needed;
  }

  *#finish(body: Uint8Array): Generator<RawFrame, void, void> {
    const kind = this.#kind!;
    this.#kind = null;
    this.#headerFilled = 0;
    this.#filled = 0;
    this.#ended = kind === "result" || kind === "failure";
    yield { kind, body };
  }
}

function kindNames(): (FrameKind | undefined)[] {
  const names: (FrameKind | undefined)[] = [];
  for (const [name, number] of Object.entries(FRAME_KIND)) names[number] = name as FrameKind;
  return names;
}
