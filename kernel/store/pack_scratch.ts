import { ensureFolder } from "./appdata.ts";
import { storeIo } from "./errors.ts";
import { removeQuietly, TEMPORARY_SUFFIX, writeAll } from "./write_beside.ts";

/**
 * The unfinished file of a pack: written at any position, and read back into memory that is used
 * again for each buffer name. What is never written reads as zero, which is the padding.
 */
export class PackScratch {
  readonly #folder: string;
  readonly #memory = new Map<string, Uint8Array<ArrayBuffer>>();
  #path: string | null = null;
  #file: Deno.FsFile | null = null;
  #position = 0;

  /** @param folder where the file is made; itself made when missing */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the file. */
  open(): void {
    ensureFolder(this.#folder);
    this.#path = `${this.#folder}/${crypto.randomUUID()}.pack${TEMPORARY_SUFFIX}`;
    this.#do("make a dataset", () => {
      this.#file = Deno.openSync(this.#path!, { read: true, write: true, createNew: true });
    });
  }

  /**
   * @param position from the start of the file
   * @param bytes used before this returns
   */
  write(position: number, bytes: Uint8Array): void {
    this.#do("write a dataset", (file) => {
      this.#seek(file, position);
      writeAll(file, bytes);
      this.#position = position + bytes.byteLength;
    });
  }

  /**
   * @param slot names the memory; good until the next read with the same slot
   * @param position from the start of the file
   * @param length bytes that were all written
   */
  read(slot: string, position: number, length: number): Uint8Array<ArrayBuffer> {
    const into = this.#slot(slot, length);
    this.#do("read a dataset back", (file) => {
      this.#seek(file, position);
      for (let got = 0; got < length;) {
        const n = file.readSync(into.subarray(got));
        if (n === null) throw new Deno.errors.UnexpectedEof("the file is shorter than written");
        got += n;
      }
      this.#position = position + length;
    });
    return into;
  }

  /**
   * Syncs the file to disk and closes it.
   * @returns its path
   */
  close(): string {
    this.#do("write a dataset", (file) => file.syncSync());
    this.#file!.close();
    this.#file = null;
    this.#memory.clear();
    return this.#path!;
  }

  /** Closes and deletes the file, if there is one. */
  remove(): void {
    this.#file?.close();
    this.#file = null;
    this.#memory.clear();
    if (this.#path !== null) removeQuietly(this.#path);
  }

  #seek(file: Deno.FsFile, position: number): void {
    if (position !== this.#position) file.seekSync(position, Deno.SeekMode.Start);
  }

  #slot(slot: string, length: number): Uint8Array<ArrayBuffer> {
    const memory = this.#memory.get(slot);
    if (memory !== undefined && memory.byteLength >= length) return memory.subarray(0, length);
    const larger = new Uint8Array(length);
    this.#memory.set(slot, larger);
    return larger;
  }

  #do(doing: string, work: (file: Deno.FsFile) => void): void {
    try {
      work(this.#file!);
    } catch (error) {
      throw storeIo(doing, this.#folder, error);
    }
  }
}
