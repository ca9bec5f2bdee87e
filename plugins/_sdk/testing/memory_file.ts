import type { InputFile } from "../input_file.ts";

/** A file of the input folder that lives in memory. */
export class MemoryFile implements InputFile {
  readonly #bytes: Uint8Array;

  /** @param content text is written as UTF-8 */
  constructor(content: string | Uint8Array) {
    this.#bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  }

  get size(): number {
    return this.#bytes.byteLength;
  }

  readSync(buffer: Uint8Array, position: number): number {
    const piece = this.#bytes.subarray(position, position + buffer.byteLength);
    buffer.set(piece);
    return piece.byteLength;
  }

  close(): void {}
}
