import type { Manifest } from "../contract/manifest.ts";
import type { FindingIdentity } from "./finding_identity.ts";
import type { PluginFile } from "./read_plugin_folder.ts";

/** Whether a plugin came with the harness or from `--plugins-dir`. */
export type PluginOrigin = "builtin" | "external";

/** A plugin without problems, with all of its files as they were checked. */
export interface DiscoveredPlugin {
  readonly id: string;
  readonly origin: PluginOrigin;
  /** Absolute path of its folder. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly config_schema: Readonly<Record<string, unknown>>;
  readonly output_schema: Readonly<Record<string, unknown>>;
  /** Fields that identify its findings, by kind. */
  readonly identity: FindingIdentity;
  /** Every regular file of the folder, sorted by path. */
  readonly files: readonly PluginFile[];
  /** SHA-256 over all files and their names. */
  readonly fingerprint: string;
}
