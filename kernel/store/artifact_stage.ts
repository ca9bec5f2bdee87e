import { ARTIFACT_NAME_PATTERN, type ArtifactFrame } from "../contract/frame.ts";
import { CodedError } from "../contract/coded_error.ts";
import type { ArtifactRecord } from "../contract/result.ts";
import { activeContent, BEGINNING_BYTES, isPage } from "./active_content.ts";
import { ensureFolder } from "./appdata.ts";
import { artifactRefused, storeIo } from "./errors.ts";
import { guardHtml } from "./guard_html.ts";
import { nameProblem, safePath } from "./safe_path.ts";
import { folderOf, removeQuietly, syncFolder, writeAll } from "./write_beside.ts";

/** Most artifacts of one step. */
export const MAX_ARTIFACTS = 1000;
/** Largest page, in bytes: the kernel has to hold a page to guard it. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024;
const MAX_NAME = 100;
const MAX_DESCRIPTION = 2000;
const MEDIA_TYPE =
  /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}(?:; ?charset=[a-z0-9-]{1,20})?$/i;

type Hash = { update(bytes: Uint8Array): unknown; digest(encoding: "hex"): string };

/** What one step may keep. */
export interface ArtifactLimits {
  /** All artifacts together. */
  readonly max_bytes: number;
  /** {@link MAX_ARTIFACTS} when absent. */
  readonly max_artifacts?: number;
}

interface OpenArtifact {
  readonly frame: ArtifactFrame;
  readonly file: Deno.FsFile;
  hash: Hash;
  received: number;
}

/**
 * Takes a plugin's artifacts into a folder of their own, which becomes the step's artifact folder
 * by one rename when the step's result is valid, and goes away when it is not.
 */
export class ArtifactStage {
  readonly #folder: string;
  readonly #limits: ArtifactLimits;
  readonly #records: ArtifactRecord[] = [];
  readonly #names = new Set<string>();
  #createHash: ((algorithm: string) => Hash) | null = null;
  #announced = 0;
  #open: OpenArtifact | null = null;
  #sealed = false;
  #over = false;

  /**
   * @param staging folder on the same file system as the one that {@link commit} is given
   * @param limits what the step may keep
   */
  constructor(staging: string, limits: ArtifactLimits) {
    this.#folder = `${staging}/artifacts-${crypto.randomUUID()}`;
    this.#limits = limits;
  }

  /**
   * Begins an artifact.
   * @throws CodedError E_ARTIFACT_REFUSED, E_STORE_*
   */
  async artifact(frame: ArtifactFrame): Promise<void> {
    this.#refuseOver(frame.name);
    if (this.#sealed) throw artifactRefused(frame.name, "the step has sealed its artifacts");
    this.#finishOpen();
    const problem = this.#frameProblem(frame);
    if (problem !== undefined) throw artifactRefused(String(frame.name), problem);
    this.#createHash ??= (await import("node:crypto")).createHash;
    this.#refuseOver(frame.name);
    this.#names.add(frame.name.toLowerCase());
    this.#announced += frame.bytes;
    ensureFolder(this.#folder);
    const path = safePath(this.#folder, frame.name);
    try {
      const file = Deno.openSync(path, { read: true, write: true, createNew: true });
      this.#open = { frame, file, hash: this.#createHash("sha256"), received: 0 };
    } catch (error) {
      throw storeIo("stage an artifact", path, error);
    }
  }

  /**
   * Takes bytes of the artifact begun last; they are used before this returns.
   * @throws CodedError E_ARTIFACT_REFUSED, E_STORE_*
   */
  artifactChunk(bytes: Uint8Array): void {
    const open = this.#open;
    if (open === null) throw artifactRefused("", "bytes came before any artifact was announced");
    if (open.received + bytes.byteLength > open.frame.bytes) {
      throw artifactRefused(open.frame.name, `it is longer than its ${open.frame.bytes} bytes`);
    }
    open.hash.update(bytes);
    try {
      writeAll(open.file, bytes);
    } catch (error) {
      throw storeIo("stage an artifact", open.frame.name, error);
    }
    open.received += bytes.byteLength;
  }

  /**
   * Ends the last artifact: nothing more may come, and what came is known.
   * @returns the records, by name
   * @throws CodedError E_ARTIFACT_REFUSED when an artifact is not whole
   */
  seal(): ArtifactRecord[] {
    this.#refuseOver("");
    this.#finishOpen();
    this.#sealed = true;
    return this.#records.toSorted((a, b) => a.name < b.name ? -1 : 1);
  }

  /**
   * Seals, and gives all artifacts their place. A folder already there, of an earlier attempt, is
   * replaced.
   * @param folder the step's artifact folder; not made when there are no artifacts
   * @returns the records, by name
   * @throws CodedError E_ARTIFACT_REFUSED when an artifact is not whole, E_STORE_*
   */
  commit(folder: string): ArtifactRecord[] {
    const records = this.seal();
    const above = ensureFolder(folderOf(folder));
    try {
      if (exists(folder)) {
        ensureFolder(folderOf(this.#folder));
        const aside = `${this.#folder}-replaced`;
        Deno.renameSync(folder, aside);
        removeQuietly(aside);
      }
      if (records.length > 0) {
        syncFolder(this.#folder);
        Deno.renameSync(this.#folder, folder);
        syncFolder(above);
      }
    } catch (error) {
      throw storeIo("keep artifacts", folder, error);
    }
    this.#over = true;
    return records;
  }

  /** Gives up what is staged. May be called at any time, repeatedly, also after the commit. */
  abort(): void {
    this.#over = true;
    this.#open?.file.close();
    this.#open = null;
    removeQuietly(this.#folder);
  }

  #frameProblem({ name, media_type, description, bytes }: ArtifactFrame): string | undefined {
    if (typeof name !== "string" || name.length > MAX_NAME || !ARTIFACT_NAME_PATTERN.test(name)) {
      return "its name is not one short lower-case path segment";
    }
    const problem = nameProblem(name);
    if (problem !== undefined) return problem;
    if (this.#names.has(name.toLowerCase())) return "its name was used before";
    if (typeof media_type !== "string" || !MEDIA_TYPE.test(media_type)) {
      return "its media type is none";
    }
    if (typeof description !== "string" || description.length > MAX_DESCRIPTION) {
      return `its description is longer than ${MAX_DESCRIPTION} characters`;
    }
    if (!description.isWellFormed()) return "its description has a lone surrogate";
    if (!Number.isSafeInteger(bytes) || bytes < 0) return "its size is no size";
    if (isPage(name) && bytes > MAX_PAGE_BYTES) {
      return `a page has at most ${MAX_PAGE_BYTES} bytes`;
    }
    if (!(this.#announced + bytes <= this.#limits.max_bytes)) {
      return `the step may keep ${this.#limits.max_bytes} bytes`;
    }
    const most = this.#limits.max_artifacts ?? MAX_ARTIFACTS;
    if (!(this.#names.size < most)) return `the step may keep ${most} artifacts`;
    return undefined;
  }

  #finishOpen(): void {
    const open = this.#open;
    if (open === null) return;
    const { name, media_type, description } = open.frame;
    if (open.received !== open.frame.bytes) {
      throw artifactRefused(name, `it has ${open.received} of its ${open.frame.bytes} bytes`);
    }
    let bytes = open.received;
    try {
      if (isPage(name)) bytes = guardPage(open, this.#createHash!("sha256"));
      else refuseActive(name, open.file);
      open.file.syncSync();
    } catch (error) {
      if (error instanceof CodedError) throw error;
      throw storeIo("stage an artifact", name, error);
    }
    open.file.close();
    this.#open = null;
    const sha256 = open.hash.digest("hex");
    this.#records.push({ name, media_type, description, bytes, sha256 });
  }

  #refuseOver(name: string): void {
    if (this.#over) throw artifactRefused(name, "its step is over");
  }
}

/**
 * Puts a page behind the kernel's policy where it is staged; what is kept, hashed and reported is
 * the guarded page.
 * @returns its bytes
 */
function guardPage(open: OpenArtifact, hash: Hash): number {
  const { file, received } = open;
  const page = guardHtml(readStart(file, received));
  file.seekSync(0, Deno.SeekMode.Start);
  file.truncateSync(0);
  writeAll(file, page);
  hash.update(page);
  open.hash = hash;
  return page.length;
}

function refuseActive(name: string, file: Deno.FsFile): void {
  const problem = activeContent(name, readStart(file, BEGINNING_BYTES));
  if (problem !== undefined) throw artifactRefused(name, problem);
}

/** The first bytes of a file, fewer where it is shorter. */
function readStart(file: Deno.FsFile, most: number): Uint8Array {
  const bytes = new Uint8Array(most);
  file.seekSync(0, Deno.SeekMode.Start);
  let filled = 0;
  while (filled < most) {
    const got = file.readSync(bytes.subarray(filled));
    if (got === null) break;
    filled += got;
  }
  return bytes.subarray(0, filled);
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
