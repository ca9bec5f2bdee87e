/** A stream that can be written at once: standard output or standard error. */
export interface SyncStream {
  writeSync(bytes: Uint8Array): number;
}

/**
 * Prints the whole of a text. Whoever reads it may have enough before its end (`--help | head`):
 * that is no error.
 * @param stream where to
 * @param text escaped already
 */
export function printTo(stream: SyncStream, text: string): void {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let at = 0; at < bytes.length;) at += stream.writeSync(bytes.subarray(at));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
