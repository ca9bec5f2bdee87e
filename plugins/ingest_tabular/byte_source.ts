/** A file as the ingest engine sees it; the SDK's `InputFile` is one, tests make others. */
export interface ByteSource {
  /** Bytes of the file. */
  readonly size: number;
  /**
   * Reads at most `buffer.length` bytes from `position` into `buffer`.
   * @returns how many bytes were read; 0 at the end of the file
   */
  readSync(buffer: Uint8Array, position: number): number;
}
