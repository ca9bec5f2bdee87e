import type { ByteSource } from "../byte_source.ts";

/** A file in memory that gives at most `most` bytes a read. */
export function memorySource(content: string | Uint8Array, most = Infinity): ByteSource {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    size: bytes.length,
    readSync(buffer: Uint8Array, position: number): number {
      const length = Math.max(0, Math.min(buffer.length, most, bytes.length - position));
      buffer.set(bytes.subarray(position, position + length));
      return length;
    },
  };
}
