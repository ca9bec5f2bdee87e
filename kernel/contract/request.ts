import type { Capability, Limits, PluginType } from "./manifest.ts";
import type { StoredResult } from "./result.ts";

/** Version of the request, the frames and the result; part of every step's key. */
export const PROTOCOL_VERSION = 1;

/** One dataset a step may read. */
export interface DatasetInput {
  readonly version_id: string;
  /** SHA-256 of the pack's footer. */
  readonly sha256: string;
  /** Pack file, relative to the step's input folder, which is the process's working directory. */
  readonly path: string;
}

/** Results of earlier steps by plugin id, always in their stored canonical form. */
export type Upstream = Readonly<Record<string, StoredResult>>;

/** What the planner may know of a plugin. */
export interface CatalogueEntry {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly type: PluginType;
  readonly capabilities: readonly Capability[];
  readonly depends_on: readonly string[];
}

export interface IngestInput {
  readonly type: "ingest";
  /** The upload, relative to the step's input folder. */
  readonly file: string;
  /** Its name as the user had it: a hint, and hostile. */
  readonly filename: string;
}

export interface ProfileInput {
  readonly type: "profile";
  readonly datasets: readonly DatasetInput[];
}

export interface PlannerInput {
  readonly type: "planner";
  readonly datasets: readonly DatasetInput[];
  readonly upstream: Upstream;
  /** Analysis and transform plugins, sorted by id. */
  readonly catalogue: readonly CatalogueEntry[];
}

export interface AnalysisInput {
  readonly type: "analysis" | "transform";
  readonly datasets: readonly DatasetInput[];
  readonly upstream: Upstream;
}

export interface ReportInput {
  readonly type: "report" | "llm";
  /** report.json, relative to the step's input folder. */
  readonly report: string;
  /** Folder `<plugin>/<artifact>`, relative to the step's input folder. */
  readonly artifacts: string;
}

export type StepInput = IngestInput | ProfileInput | PlannerInput | AnalysisInput | ReportInput;

/** The one message a plugin gets. */
export interface StepRequest {
  readonly protocol: typeof PROTOCOL_VERSION;
  readonly step_key: string;
  /** 64 hex digits, this plugin's own. */
  readonly seed: string;
  readonly plugin: { readonly id: string; readonly version: string; readonly type: PluginType };
  /** Effective settings, already validated against config.schema.json. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly input: StepInput;
  readonly limits: Limits;
}
