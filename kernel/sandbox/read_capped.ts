/** What became of a stream of which only the beginning is kept. */
export interface CappedStream {
  /** Bytes that came. */
  readonly bytes: number;
  /** The first of them. */
  readonly kept: Uint8Array;
}

/**
 * Reads a stream to its end, keeping its first bytes and counting all.
 * @param stream closed or cancelled by whoever owns the process
 * @param keep bytes to keep
 * @param cap bytes after which `onCap` is called, once; the reading goes on, so that the writer is
 *   not blocked while it is being stopped
 */
export async function readCapped(
  stream: ReadableStream<Uint8Array>,
  keep: number,
  cap: number,
  onCap: () => void,
): Promise<CappedStream> {
  const kept = new Uint8Array(keep);
  let bytes = 0;
  for await (const chunk of stream) {
    if (bytes < keep) kept.set(chunk.subarray(0, keep - bytes), bytes);
    if (bytes <= cap && bytes + chunk.length > cap) onCap();
    bytes += chunk.length;
  }
  return { bytes, kept: kept.slice(0, Math.min(bytes, keep)) };
}
