import { type Appdata, ensureFolder } from "./appdata.ts";
import {
  inputChanged,
  inputDamaged,
  inputEmpty,
  inputIsDirectory,
  inputNotAFile,
  inputNotFound,
  inputUnreadable,
  storeIo,
} from "./errors.ts";
import { quoted } from "./quoted.ts";
import { storedName } from "./safe_path.ts";
import { folderOf, removeQuietly, syncFolder, temporaryBeside, writeAll } from "./write_beside.ts";

/** A file that was given to a run, as it is kept. */
export interface StoredUpload {
  readonly sha256: string;
  /** The copy, `uploads/<sha256>/<safe name>`, absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Its name as the user had it, without folders: data, and hostile. */
  readonly filename: string;
  /** Whether the copy was there before and has not been looked at byte by byte. */
  readonly unverified?: boolean;
}

type Hash = { update(bytes: Uint8Array): unknown; digest(encoding: "hex"): string };

const SLICE_BYTES = 1024 * 1024;
/** Slices between pauses, so that signals and other steps get their turn. */
const SLICES_PER_TURN = 16;

/**
 * Keeps a copy of an input file under its hash. The file is read once for the hash, and again for
 * the copy when there is none yet; if the two disagree, something is writing to it.
 * @param appdata layout
 * @param file path of a regular file
 * @param staging folder on the same file system for the unfinished copy, swept when its owner
 *   dies; beside the copy when absent
 * @param mayGoOn called now and then; what it throws ends the reading, which may take hours
 * @throws CodedError E_INPUT_*, E_STORE_*, and what `mayGoOn` throws
 */
export async function storeUpload(
  appdata: Appdata,
  file: string,
  staging?: string,
  mayGoOn: () => void = () => {},
): Promise<StoredUpload> {
  const { createHash } = await import("node:crypto");
  const source = openInput(file);
  try {
    const filename = file.slice(folderOf(file).length).replace(/^[/\\]+/, "") || file;
    const first = createHash("sha256");
    const bytes = await pass(source, file, first, () => {}, mayGoOn);
    if (bytes === 0) throw inputEmpty(file);
    const sha256 = first.digest("hex");
    const folder = `${appdata.uploads}/${sha256}`;
    const kept = keptCopy(folder, bytes);
    if (kept !== undefined) return { sha256, path: kept, bytes, filename, unverified: true };
    const path = `${folder}/${storedName(filename)}`;
    if (staging === undefined) ensureFolder(folder);
    const beside = temporaryBeside(staging === undefined ? path : `${staging}/upload`);
    source.seekSync(0, Deno.SeekMode.Start);
    await copy(source, file, beside, path, createHash("sha256"), sha256, mayGoOn);
    return { sha256, path, bytes, filename };
  } finally {
    source.close();
  }
}

/**
 * Makes sure that the copy of an upload is byte for byte the upload; a damaged one is made again
 * from the file, when that is still at hand.
 * @param appdata layout
 * @param upload as it was stored
 * @param file where it came from; null when that is not known any more
 * @throws CodedError E_INPUT_DAMAGED, E_INPUT_*, E_STORE_*
 */
export async function ensureUpload(
  appdata: Appdata,
  upload: StoredUpload,
  file: string | null,
): Promise<void> {
  if (await verifyUpload(appdata, upload.sha256) === upload.path) return;
  if (file === null) throw inputDamaged(upload.path);
  removeQuietly(upload.path);
  const again = await storeUpload(appdata, file);
  if (again.sha256 !== upload.sha256) throw inputChanged(file);
  if (again.path !== upload.path) throw inputDamaged(upload.path);
}

/**
 * The copy of an upload, found by its hash and looked at byte by byte.
 * @param appdata layout
 * @param sha256 64 hex digits
 * @returns its path, or undefined when there is none or its bytes are not those any more
 */
export async function verifyUpload(appdata: Appdata, sha256: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  const path = keptCopy(`${appdata.uploads}/${sha256}`, undefined);
  if (path === undefined) return undefined;
  const { createHash } = await import("node:crypto");
  const file = openInput(path);
  try {
    const hash = createHash("sha256");
    await pass(file, path, hash, () => {});
    return hash.digest("hex") === sha256 ? path : undefined;
  } finally {
    file.close();
  }
}

function openInput(path: string): Deno.FsFile {
  try {
    // Looked at before it is opened: opening a pipe waits for a writer.
    refuseOdd(path, Deno.statSync(path));
    const file = Deno.openSync(path);
    try {
      refuseOdd(path, file.statSync());
      return file;
    } catch (error) {
      file.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      throw inputNotFound(path);
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      throw inputUnreadable(path, "your user may not read it");
    }
    if (error instanceof Deno.errors.NotCapable) {
      throw inputUnreadable(path, "the kernel was not granted it");
    }
    const coded = storeIo("read the input", path, error);
    throw coded.code === "E_STORE_IO" ? inputUnreadable(path, reason(error)) : coded;
  }
}

function refuseOdd(path: string, stat: Deno.FileInfo): void {
  if (stat.isDirectory) throw inputIsDirectory(path);
  if (!stat.isFile) throw inputNotAFile(path);
}

/** A copy that is already there whole. */
function keptCopy(folder: string, bytes: number | undefined): string | undefined {
  let names: string[];
  try {
    names = [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw storeIo("look for an upload", folder, error);
  }
  // Names end in .part only while they are written; storedName() gives no such name twice.
  return names.filter((name) => !name.endsWith(".part")).sort().map((name) => `${folder}/${name}`)
    .find((path) => bytes === undefined || Deno.statSync(path).size === bytes);
}

async function copy(
  source: Deno.FsFile,
  file: string,
  beside: string,
  path: string,
  hash: Hash,
  sha256: string,
  mayGoOn: () => void,
): Promise<void> {
  try {
    const target = Deno.openSync(beside, { write: true, createNew: true });
    try {
      await pass(source, file, hash, (slice) => writeAll(target, slice), mayGoOn);
      if (hash.digest("hex") !== sha256) throw inputChanged(file);
      target.syncSync();
    } finally {
      target.close();
    }
    ensureFolder(folderOf(path));
    Deno.renameSync(beside, path);
  } catch (error) {
    removeQuietly(beside);
    throw storeIo("keep a copy of the input", path, error);
  }
  syncFolder(folderOf(path));
}

/** Reads to the end, hashing; gives how many bytes there were. */
async function pass(
  source: Deno.FsFile,
  path: string,
  hash: Hash,
  take: (slice: Uint8Array) => void,
  mayGoOn: () => void = () => {},
): Promise<number> {
  const slice = new Uint8Array(SLICE_BYTES);
  let bytes = 0;
  for (let n = 1;; n++) {
    let got: number | null;
    try {
      got = source.readSync(slice);
    } catch (error) {
      throw inputUnreadable(path, reason(error));
    }
    if (got === null) return bytes;
    bytes += got;
    hash.update(slice.subarray(0, got));
    take(slice.subarray(0, got));
    if (n % SLICES_PER_TURN !== 0) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    mayGoOn();
  }
}

function reason(error: unknown): string {
  return quoted(error instanceof Error ? error.message : String(error));
}
