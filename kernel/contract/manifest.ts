/** The kinds of plugin a run is made of, in the order of the way of the data. */
export const PLUGIN_TYPES = [
  "ingest",
  "profile",
  "planner",
  "transform",
  "analysis",
  "report",
  "llm",
] as const;

export type PluginType = typeof PLUGIN_TYPES[number];

/** What a plugin needs of a dataset before the planner may choose it. */
export const CAPABILITIES = [
  "needs_numeric",
  "needs_multi_numeric",
  "needs_category",
  "needs_text",
  "needs_timestamp",
  "needs_eventlog",
] as const;

export type Capability = typeof CAPABILITIES[number];

/** Form of a plugin id; it is also the folder's name. */
export const PLUGIN_ID_PATTERN = /^[a-z][a-z0-9_]{0,63}$/;

/** Where a plugin's method comes from; reaches the report beside every finding. */
export interface Reference {
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  readonly doi?: string;
  readonly arxiv?: string;
  readonly url?: string;
}

/** What a process may use at most. Megabytes are MiB, times are milliseconds. */
export interface Limits {
  readonly memory_mb: number;
  readonly wall_ms: number;
  readonly cpu_ms: number;
  readonly output_mb: number;
  readonly artifacts_mb: number;
}

/** Folders a plugin may read: `run_dir` is this step's input, `plugins` its own bundle. */
export type FsAllowToken = "run_dir" | "plugins";

/** `plugin.yaml`, after validation against `schemas/plugin_manifest.schema.json`. */
export interface Manifest {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly type: PluginType;
  /** File inside the plugin's folder, relative, POSIX separators. */
  readonly entrypoint: string;
  readonly depends_on: readonly string[];
  readonly capabilities: readonly Capability[];
  /** File names inside the plugin's folder. */
  readonly config_schema: string;
  readonly output_schema: string;
  readonly settings: {
    readonly description: string;
    readonly defaults: Readonly<Record<string, unknown>>;
  };
  readonly references: readonly Reference[];
  readonly sandbox: {
    readonly no_network: boolean;
    readonly fs_allowlist: readonly FsAllowToken[];
    readonly limits: Limits;
  };
}
