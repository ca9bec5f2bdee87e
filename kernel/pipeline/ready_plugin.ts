import type { CodedError } from "../contract/coded_error.ts";
import type { Manifest } from "../contract/manifest.ts";
import type { DiscoveredPlugin } from "../registry/discovered_plugin.ts";
import type { PluginBundle } from "../registry/plugin_bundle.ts";

/** A plugin with its bundle, and whether it may run. */
export interface ReadyPlugin {
  readonly manifest: Manifest;
  readonly discovered: DiscoveredPlugin;
  readonly bundle: PluginBundle;
  /** Why the kernel will not start it; null when it may run. */
  readonly refusal: CodedError | null;
}

/** Every plugin by id, in id order. */
export type Workshop = ReadonlyMap<string, ReadyPlugin>;
