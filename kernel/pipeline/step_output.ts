import type { BufferName, DatasetSchema } from "../contract/dataset.ts";
import { CodedError } from "../contract/coded_error.ts";
import type { ArtifactFrame, LogFrame, ProgressFrame } from "../contract/frame.ts";
import type { PluginType } from "../contract/manifest.ts";
import type { StepSink } from "../sandbox/step_sink.ts";
import type { ArtifactStage } from "../store/artifact_stage.ts";
import type { PackWriter } from "../store/pack_writer.ts";
import type { RunObserver } from "./run_observer.ts";

/** Most log lines of one step that are passed on; the rest are counted. */
const MAX_LOG_LINES = 1000;

/** Where what a plugin sends is kept until its result is known to be valid. */
export class StepOutput implements StepSink {
  readonly #pluginId: string;
  readonly #type: PluginType;
  readonly #observer: RunObserver;
  readonly #artifacts: ArtifactStage;
  readonly #pack: PackWriter;
  readonly #log: (line: LogFrame) => void;
  #lines = 0;

  /**
   * @param plugin whose output it is
   * @param parts where each kind of frame goes
   */
  constructor(
    plugin: { readonly id: string; readonly type: PluginType },
    parts: {
      readonly observer: RunObserver;
      readonly artifacts: ArtifactStage;
      readonly pack: PackWriter;
      readonly log: (line: LogFrame) => void;
    },
  ) {
    this.#pluginId = plugin.id;
    this.#type = plugin.type;
    this.#observer = parts.observer;
    this.#artifacts = parts.artifacts;
    this.#pack = parts.pack;
    this.#log = parts.log;
  }

  log(frame: LogFrame): void {
    if (this.#lines++ >= MAX_LOG_LINES) return;
    this.#log(frame);
    this.#observer.stepLog({ plugin_id: this.#pluginId, ...frame });
  }

  progress(frame: ProgressFrame): void {
    this.#observer.stepProgress({ plugin_id: this.#pluginId, ...frame });
  }

  artifact(frame: ArtifactFrame): void | Promise<void> {
    return this.#artifacts.artifact(frame);
  }

  artifactChunk(bytes: Uint8Array): void | Promise<void> {
    return this.#artifacts.artifactChunk(bytes);
  }

  schema(schema: DatasetSchema): void | Promise<void> {
    if (this.#type !== "ingest" && this.#type !== "transform") {
      throw new CodedError(
        "E_FRAME_TYPE",
        `A plugin of type ${this.#type} sent a dataset; only ingest and transform plugins may`,
      );
    }
    return this.#pack.schema(schema);
  }

  columnChunk(
    column: number,
    buffer: BufferName,
    offset: number,
    bytes: Uint8Array,
  ): void | Promise<void> {
    return this.#pack.columnChunk(column, buffer, offset, bytes);
  }
}
