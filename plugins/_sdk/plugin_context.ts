import {
  ARTIFACT_NAME_PATTERN,
  type LogLevel,
  MAX_CHUNK_BYTES,
  MAX_MESSAGE_CHARACTERS,
} from "../../kernel/contract/frame.ts";
import type { Limits } from "../../kernel/contract/manifest.ts";
import type { StepInput, StepRequest, Upstream } from "../../kernel/contract/request.ts";
import { type DatasetWriter, FramedDatasetWriter } from "./dataset_writer.ts";
import { badArtifactName, duplicateArtifact, noDataset } from "./errors.ts";
import { FrameSender, type PluginChannel } from "./frame_sender.ts";
import type { InputFile } from "./input_file.ts";
import { createRng, type Rng } from "./stats/rng.ts";
import { Table } from "./table/table.ts";

/** What an artifact is, beside its bytes. */
export interface ArtifactAbout {
  /** One lower-case file name, such as `curves.json`. */
  readonly name: string;
  readonly media_type: string;
  /** One sentence for the reader of the report. */
  readonly description: string;
}

/** All that a plugin gets; `S` is the type of its settings, already validated. */
export interface PluginContext<S> {
  readonly settings: S;
  readonly input: StepInput;
  readonly limits: Limits;
  /** The first dataset; CodedError E_NO_DATASET when the step has none. */
  readonly table: Table;
  /** All datasets, in the request's order; they open when first used. */
  readonly tables: readonly Table[];
  /** Results of earlier steps by plugin id. */
  readonly upstream: Upstream;
  /** This plugin's stream of random numbers; `fork("name")` gives one for each purpose. */
  readonly rng: Rng;
  log(level: LogLevel, message: string): void;
  /**
   * Says how far the work is. Cheap to call often: what moves less than half a percent is dropped.
   * @param done units done
   * @param total units in all
   * @param note what is being done, in a few words
   */
  progress(done: number, total: number, note?: string): void;
  /**
   * Hands over a file for the report's reader.
   * @throws CodedError E_PLUGIN_ARTIFACT_NAME
   */
  artifact(about: ArtifactAbout, content: string | Uint8Array): void;
  /** Where an ingest or transform plugin writes its dataset. */
  readonly dataset: DatasetWriter;
  /** Opens a file of the step's input folder; it is closed when the step ends. */
  open(path: string): InputFile;
}

/** Smallest share of the work that a progress message is sent for. */
const PROGRESS_STEP = 1 / 200;

/** The context of one step, over a channel and a way to open files. */
export class StepContext<S> implements PluginContext<S> {
  readonly settings: S;
  readonly input: StepInput;
  readonly limits: Limits;
  readonly upstream: Upstream;
  readonly dataset: FramedDatasetWriter;
  readonly sender: FrameSender;
  readonly #seed: string;
  readonly #openFile: (path: string) => InputFile;
  readonly #files: InputFile[] = [];
  readonly #artifacts = new Set<string>();
  #tables: readonly Table[] | undefined;
  #rng: Rng | undefined;
  #share = -1;
  #note = "";

  constructor(request: StepRequest, channel: PluginChannel, open: (path: string) => InputFile) {
    // The kernel validated the settings against config.schema.json, which S mirrors.
    this.settings = request.settings as S;
    this.input = request.input;
    this.limits = request.limits;
    this.upstream = "upstream" in request.input ? request.input.upstream : {};
    this.sender = new FrameSender(channel);
    this.dataset = new FramedDatasetWriter(this.sender);
    this.#seed = request.seed;
    this.#openFile = open;
  }

  get table(): Table {
    const first = this.tables[0];
    if (first === undefined) throw noDataset(this.input.type);
    return first;
  }

  get tables(): readonly Table[] {
    if (this.#tables === undefined) {
      const datasets = "datasets" in this.input ? this.input.datasets : [];
      this.#tables = datasets.map((dataset) =>
        new Table(this.open(dataset.path), dataset.version_id)
      );
    }
    return this.#tables;
  }

  get rng(): Rng {
    this.#rng ??= createRng(this.#seed, "main");
    return this.#rng;
  }

  log(level: LogLevel, message: string): void {
    this.sender.json("log", { level, message: message.slice(0, MAX_MESSAGE_CHARACTERS) });
  }

  progress(done: number, total: number, note = ""): void {
    const share = total > 0 ? done / total : 0;
    const moved = Math.abs(share - this.#share) >= PROGRESS_STEP;
    if (!moved && note === this.#note && done !== total) return;
    if (share === this.#share && note === this.#note) return;
    this.#share = share;
    this.#note = note;
    this.sender.json("progress", { done, total, note });
  }

  artifact(about: ArtifactAbout, content: string | Uint8Array): void {
    if (!ARTIFACT_NAME_PATTERN.test(about.name) || about.name.length > 100) {
      throw badArtifactName(about.name);
    }
    if (this.#artifacts.has(about.name)) throw duplicateArtifact(about.name);
    this.#artifacts.add(about.name);
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const { name, media_type, description } = about;
    this.sender.json("artifact", { name, media_type, description, bytes: bytes.byteLength });
    for (let from = 0; from < bytes.byteLength; from += MAX_CHUNK_BYTES) {
      this.sender.bytes("artifact_chunk", bytes.subarray(from, from + MAX_CHUNK_BYTES));
    }
  }

  open(path: string): InputFile {
    const file = this.#openFile(path);
    this.#files.push(file);
    return file;
  }

  /** Closes every file that is still open. */
  close(): void {
    for (const file of this.#files) {
      try {
        file.close();
      } catch {
        // The plugin closed it itself.
      }
    }
  }
}
