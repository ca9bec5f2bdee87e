import type { StepKeyParts } from "../canonical/keys.ts";
import type { StepInput } from "../contract/request.ts";
import type { StoredResult } from "../contract/result.ts";
import type { InputSource } from "../sandbox/stage_input.ts";
import type { RunDataset } from "./collate_report.ts";
import type { SettingsLayer } from "./settings_layers.ts";
import type { ReadyPlugin } from "./ready_plugin.ts";

/** One step's work: which plugin, on what. */
export interface StepWork {
  readonly plugin: ReadyPlugin;
  readonly input: StepInput;
  /** What the step may read, by the names its input uses. */
  readonly sources: readonly InputSource[];
  /** Hashes of the files the step reads, in the request's order. */
  readonly input_hashes: readonly string[];
  /** Hashes of the upstream results by plugin id. */
  readonly upstream_hashes: Readonly<Record<string, string>>;
  /** What its findings may cite. */
  readonly datasets: readonly RunDataset[];
  readonly layers: readonly SettingsLayer[];
  /** Hash of what else decides the result: the catalogue, the file's name; null for none. */
  readonly extra: string | null;
  /** What the step demands of its result beyond its form; throws a CodedError. */
  readonly demand?: (result: StoredResult) => void;
  /** Makes sure of what the step reads, before a process is started for it. */
  readonly prepare?: () => Promise<void>;
}

/** A step that may be started: what it is and the key of its result. */
export interface KeyedStep {
  readonly work: StepWork;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly key_parts: StepKeyParts;
  readonly step_key: string;
}
