import { storeIo } from "./errors.ts";

const UTF8 = new TextEncoder();

/**
 * Writes a file so that its name never shows half of it: to a temporary name in the same folder,
 * synced to disk, then renamed over what was there.
 * @param path the file; its folder must exist
 * @param content bytes, or text as UTF-8
 * @throws CodedError E_STORE_*; the temporary file is gone and the old file untouched
 */
export function writeBeside(path: string, content: string | Uint8Array): void {
  const beside = temporaryBeside(path);
  try {
    const file = Deno.openSync(beside, { write: true, createNew: true });
    try {
      writeAll(file, typeof content === "string" ? UTF8.encode(content) : content);
      file.syncSync();
    } finally {
      file.close();
    }
    Deno.renameSync(beside, path);
  } catch (error) {
    removeQuietly(beside);
    throw storeIo("write a file", path, error);
  }
  syncFolder(folderOf(path));
}

/** Ends of temporary names; whoever sweeps a folder may delete what has it. */
export const TEMPORARY_SUFFIX = ".part";

/** A new name in the same folder as `path`, for a file that will be renamed to it. */
export function temporaryBeside(path: string): string {
  return `${path}.${crypto.randomUUID().slice(0, 8)}${TEMPORARY_SUFFIX}`;
}

/**
 * Writes all bytes at the file's position.
 * @param file open for writing
 * @param bytes any number
 */
export function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.byteLength) written += file.writeSync(bytes.subarray(written));
}

/**
 * Makes renames inside a folder survive a power cut, where the system can sync a folder.
 * @param folder its path
 */
export function syncFolder(folder: string): void {
  try {
    const handle = Deno.openSync(folder);
    try {
      handle.syncSync();
    } finally {
      handle.close();
    }
  } catch {
    // Windows opens no folders; the rename itself is atomic there too, only not yet on the disk.
  }
}

/** Deletes a file or folder with all in it; nothing happens when it is not there. */
export function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch {
    // It was never made, or the disk is gone: the error that led here is the one to show.
  }
}

/** Folder part of a path with at least one separator. */
export function folderOf(path: string): string {
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return cut <= 0 ? path.slice(0, cut + 1) || "." : path.slice(0, cut);
}
