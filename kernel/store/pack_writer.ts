import { sha256Hex } from "../canonical/hash.ts";
import {
  type BufferName,
  type DatasetSchema,
  PACK_ALIGNMENT,
  PACK_MAGIC,
  PACK_VERSION,
  type PackColumn,
  type PackFooter,
  VERSION_ID_LENGTH,
} from "../contract/dataset.ts";
import { MAX_PACK_FOOTER_BYTES, packTrailer, parsePackFooter } from "../contract/pack_footer.ts";
import { checkColumn } from "./check_column.ts";
import type { Bounds } from "./column_batch.ts";
import { type BufferPlace, type CheckedSchema, checkSchema } from "./check_schema.ts";
import {
  datasetAborted,
  datasetChunkInvalid,
  datasetIncomplete,
  datasetTooLarge,
} from "./dataset_errors.ts";
import { encodeFooter } from "./encode_footer.ts";
import { keepPack } from "./keep_pack.ts";
import { PackScratch } from "./pack_scratch.ts";
import { quoted } from "./quoted.ts";

/** Where a pack is made and kept, and how large it may be. */
export interface PackWriterOptions {
  /** Folder that keeps packs. */
  readonly datasets: string;
  /** Folder on the same file system for the unfinished file, swept when its run's owner dies. */
  readonly staging: string;
  /** Most bytes of all buffers together; the step's output limit. */
  readonly max_bytes: number;
}

/** A dataset version on disk. */
export interface WrittenPack {
  readonly version_id: string;
  /** SHA-256 of the footer. */
  readonly sha256: string;
  readonly footer: PackFooter;
  /** The pack file. */
  readonly path: string;
  /** Size of the file. */
  readonly bytes: number;
}

type Hash = { update(bytes: Uint8Array): unknown; digest(encoding: "hex"): string };

/** A buffer on its way: bytes that arrived, and their hash when it is whole. */
interface BufferProgress extends BufferPlace {
  received: number;
  hash: Hash | null;
  sha256: string | null;
}

/** Columns up to this size are checked at once; larger ones in slices, so that others may work. */
const AT_ONCE_BYTES = 8 * 1024 * 1024;
const BATCHES_PER_SLICE = 8;
/** Buffers up to this size are hashed in one go: a stream for each of a wide table's is costly. */
const SMALL_BYTES = 4096;

/**
 * Takes a dataset from a plugin, frame by frame, and keeps it as a pack. The plugin is believed
 * nothing: each buffer must come in order and whole, and each column is looked at byte by byte
 * ({@link checkColumn}) as soon as it is whole. Memory does not grow with the rows.
 *
 * After any error only {@link abort} is of use; it removes what was written.
 */
export class PackWriter {
  readonly #options: PackWriterOptions;
  readonly #scratch: PackScratch;
  #createHash: ((algorithm: string) => Hash) | null = null;
  #schema: CheckedSchema | null = null;
  #buffers: BufferProgress[][] = [];
  #bounds: (Bounds | null)[] = [];
  #aborted = false;

  /** @param options folders (made when missing) and bound */
  constructor(options: PackWriterOptions) {
    this.#options = options;
    this.#scratch = new PackScratch(options.staging);
  }

  /** Whether a schema arrived. */
  get started(): boolean {
    return this.#schema !== null;
  }

  /**
   * Takes the `schema` frame.
   * @throws CodedError E_DATASET_SCHEMA, E_DATASET_TOO_LARGE, E_STORE_*
   */
  async schema(schema: DatasetSchema): Promise<void> {
    this.#refuseAborted();
    if (this.#schema !== null) throw datasetChunkInvalid("the schema came twice");
    const checked = checkSchema(schema, this.#options.max_bytes);
    this.#schema = checked;
    this.#buffers = checked.places.map((places) =>
      places.map((place) => ({ ...place, received: 0, hash: null, sha256: null }))
    );
    this.#bounds = checked.columns.map(() => null);
    // node:crypto costs more to load than most commands take: only who hashes much pays.
    const { createHash } = await import("node:crypto");
    this.#refuseAborted();
    this.#createHash = createHash;
    this.#scratch.open();
    const magic = new Uint8Array(PACK_ALIGNMENT);
    magic.set(new TextEncoder().encode(PACK_MAGIC));
    this.#scratch.write(0, magic);
  }

  /**
   * Takes a `column_chunk` frame. The bytes are used before this returns, so their memory may be
   * used again even while the promise is pending.
   * @param column index in the schema
   * @param buffer name of a buffer that the column has
   * @param offset bytes of this buffer that came before
   * @param bytes what follows
   * @returns a promise when the chunk completes a large column, which is then checked
   * @throws CodedError E_DATASET_CHUNK, E_DATASET_VALUES, E_STORE_*
   */
  columnChunk(
    column: number,
    buffer: BufferName,
    offset: number,
    bytes: Uint8Array,
  ): void | Promise<void> {
    this.#refuseAborted();
    const buffers = this.#buffers[column];
    if (buffers === undefined) {
      throw datasetChunkInvalid(
        this.#schema === null ? "it came before the schema" : `there is no column ${column}`,
      );
    }
    const progress = buffers.find(({ name }) => name === buffer);
    if (progress === undefined) throw this.#chunkError(column, buffer, "the schema has none");
    if (offset !== progress.received) {
      throw this.#chunkError(column, buffer, `it starts at ${offset}, not ${progress.received}`);
    }
    if (offset + bytes.byteLength > progress.bytes) {
      throw this.#chunkError(column, buffer, `it is longer than ${progress.bytes} bytes`);
    }
    if (bytes.byteLength === 0) return;
    if (bytes.byteLength === progress.bytes && bytes.byteLength <= SMALL_BYTES) {
      progress.sha256 = sha256Hex(bytes);
    } else {
      progress.hash ??= this.#createHash!("sha256");
      progress.hash.update(bytes);
    }
    this.#scratch.write(progress.offset + offset, bytes);
    progress.received += bytes.byteLength;
    if (progress.received < progress.bytes) return;
    this.#seal(progress);
    if (buffers.every(({ received, bytes }) => received === bytes)) return this.#check(column);
  }

  /**
   * Ends the pack: footer, sync to disk, rename to its name among the datasets. The same dataset
   * made twice is one file.
   * @throws CodedError E_DATASET_INCOMPLETE, E_DATASET_VALUES, E_DATASET_COLLISION, E_STORE_*
   */
  async finish(): Promise<WrittenPack> {
    this.#refuseAborted();
    const schema = this.#schema;
    if (schema === null) throw datasetIncomplete("no schema came");
    for (const [column, buffers] of this.#buffers.entries()) {
      for (const progress of buffers) {
        if (progress.received !== progress.bytes) {
          throw datasetIncomplete(
            `${progress.name} of column ${quoted(schema.columns[column]!.name)} has ` +
              `${progress.received} of ${progress.bytes} bytes`,
          );
        }
        this.#seal(progress);
      }
      if (this.#bounds[column] === null) await this.#check(column);
    }
    const text = encodeFooter(
      { format: "shpack", version: PACK_VERSION, rows: schema.rows },
      this.#footerColumns(schema),
    );
    this.#buffers = [];
    if (!(text.byteLength <= MAX_PACK_FOOTER_BYTES)) throw datasetTooLarge("its footer is");
    const trailer = packTrailer(text.byteLength);
    const bytes = schema.end + text.byteLength + trailer.byteLength;
    // Reading back what will be kept: a pack that cannot be read must not get a name.
    const footer = parsePackFooter(text, bytes);
    const hash = this.#createHash!("sha256");
    hash.update(text);
    const sha256 = hash.digest("hex");
    const version_id = sha256.slice(0, VERSION_ID_LENGTH);
    this.#scratch.write(schema.end, text);
    this.#scratch.write(schema.end + text.byteLength, trailer);
    const beside = this.#scratch.close();
    const path = keepPack(beside, this.#options.datasets, version_id, sha256);
    return { version_id, sha256, footer, path, bytes };
  }

  /** Gives up: closes and removes the unfinished file. May be called at any time, repeatedly. */
  abort(): void {
    this.#aborted = true;
    this.#scratch.remove();
  }

  *#footerColumns({ columns }: CheckedSchema): Generator<PackColumn, void> {
    for (const [i, { name, type, encoding, null_count }] of columns.entries()) {
      yield {
        name,
        type,
        encoding,
        null_count,
        ...this.#bounds[i]!,
        buffers: this.#buffers[i]!.map(({ name, offset, bytes, sha256 }) => ({
          name,
          offset,
          bytes,
          sha256: sha256!,
        })),
      };
    }
  }

  #seal(progress: BufferProgress): void {
    progress.sha256 ??= (progress.hash ?? this.#createHash!("sha256")).digest("hex");
    progress.hash = null;
  }

  #check(column: number): void | Promise<void> {
    const { columns, rows } = this.#schema!;
    const places = this.#buffers[column]!;
    const steps = checkColumn(columns[column]!, rows, (buffer, start, length) => {
      this.#refuseAborted();
      const place = places.find(({ name }) => name === buffer)!;
      return this.#scratch.read(buffer, place.offset + start, length);
    });
    if (places.reduce((sum, { bytes }) => sum + bytes, 0) > AT_ONCE_BYTES) {
      return this.#checkInSlices(column, steps);
    }
    let step = steps.next();
    while (!step.done) step = steps.next();
    this.#bounds[column] = step.value;
  }

  async #checkInSlices(column: number, steps: Generator<void, Bounds>): Promise<void> {
    for (let n = 1;; n++) {
      const step = steps.next();
      if (step.done) {
        this.#bounds[column] = step.value;
        return;
      }
      if (n % BATCHES_PER_SLICE === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  #chunkError(column: number, buffer: BufferName, what: string): Error {
    const name = this.#schema!.columns[column]!.name;
    return datasetChunkInvalid(`${buffer} of column ${quoted(name)}: ${what}`);
  }

  #refuseAborted(): void {
    if (this.#aborted) throw datasetAborted();
  }
}
