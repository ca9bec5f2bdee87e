import { removeQuietly } from "../store/write_beside.ts";
import { outputBusy, outputFile } from "./errors.ts";
import { besidePath } from "./path_words.ts";

/** A file that gets its name only when it is whole. */
export interface FileOutput {
  /** @throws CodedError E_OUTPUT_FILE */
  write(data: string | Uint8Array): Promise<void>;
  /**
   * Puts the file in its place.
   * @throws CodedError E_OUTPUT_FILE
   */
  finish(): void;
  /** Removes what was written; nothing happens after {@link finish}. */
  [Symbol.dispose](): void;
}

/**
 * Opens a file beside the one that is to be written.
 * @param path absolute; a regular file there is replaced in the end
 * @throws CodedError E_OUTPUT_FILE, E_OUTPUT_BUSY
 */
export function fileOutput(path: string): FileOutput {
  const beside = besidePath(path);
  let file: Deno.FsFile;
  try {
    if (!isReplaceable(path)) throw new Error("it is there and is not a regular file");
    file = Deno.openSync(beside, { write: true, createNew: true });
  } catch (error) {
    throw error instanceof Deno.errors.AlreadyExists ? outputBusy(beside) : outputFile(path, error);
  }
  const encoder = new TextEncoder();
  let open = true;
  return {
    async write(data) {
      const bytes = typeof data === "string" ? encoder.encode(data) : data;
      try {
        // Not all at once: signals get their turn in between.
        for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
      } catch (error) {
        throw outputFile(path, error);
      }
    },
    finish() {
      try {
        file.syncSync();
        Deno.renameSync(beside, path);
      } catch (error) {
        throw outputFile(path, error);
      }
      open = false;
      file.close();
    },
    [Symbol.dispose]() {
      if (!open) return;
      open = false;
      file.close();
      removeQuietly(beside);
    },
  };
}

function isReplaceable(path: string): boolean {
  try {
    return Deno.lstatSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}
