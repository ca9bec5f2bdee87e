import { FRAME_KIND, type FrameKind, maxBodyBytes } from "../../kernel/contract/frame.ts";
import { frameTooLarge } from "./errors.ts";

/** The bootstrap's way out: it writes one frame and is done with the body when it returns. */
export interface PluginChannel {
  send(kind: number, body: Uint8Array): void;
}

const UTF8 = new TextEncoder();

/** Sends frames by name, within the size limits of the pipe. */
export class FrameSender {
  readonly #channel: PluginChannel;

  constructor(channel: PluginChannel) {
    this.#channel = channel;
  }

  /** Sends a value as JSON. */
  json(kind: FrameKind, value: unknown): void {
    this.text(kind, JSON.stringify(value));
  }

  /** Sends JSON that is already written. */
  text(kind: FrameKind, json: string): void {
    const body = UTF8.encode(json);
    if (body.byteLength > maxBodyBytes(kind)) throw frameTooLarge(kind, body.byteLength);
    this.#channel.send(FRAME_KIND[kind], body);
  }

  /** Sends a chunk; the caller has kept to the limit. */
  bytes(kind: FrameKind, body: Uint8Array): void {
    this.#channel.send(FRAME_KIND[kind], body);
  }
}
