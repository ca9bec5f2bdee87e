/** A file of the step's input folder, read at any position. */
export interface InputFile {
  /** In bytes. */
  readonly size: number;
  /**
   * Fills a buffer from a position on.
   * @param buffer filled from its start
   * @param position in bytes from the start of the file
   * @returns bytes read: less than the buffer's length only at the end of the file
   */
  readSync(buffer: Uint8Array, position: number): number;
  close(): void;
}

/**
 * Opens a file of the step's input folder.
 * @param path relative to that folder, which is the process's working directory
 * @throws Deno's own error when the file is not there or the walls refuse it
 */
export function openInputFile(path: string): InputFile {
  return new SeekingFile(Deno.openSync(path, { read: true }));
}

class SeekingFile implements InputFile {
  readonly size: number;
  readonly #file: Deno.FsFile;

  constructor(file: Deno.FsFile) {
    this.#file = file;
    this.size = file.statSync().size;
  }

  readSync(buffer: Uint8Array, position: number): number {
    this.#file.seekSync(position, Deno.SeekMode.Start);
    let filled = 0;
    while (filled < buffer.byteLength) {
      const read = this.#file.readSync(filled === 0 ? buffer : buffer.subarray(filled));
      if (read === null || read === 0) break;
      filled += read;
    }
    return filled;
  }

  close(): void {
    this.#file.close();
  }
}
