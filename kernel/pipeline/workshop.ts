import type { CodedError } from "../contract/coded_error.ts";
import type { Manifest, PluginType } from "../contract/manifest.ts";
import { type PluginBundle, prepareBundles } from "../registry/bundle_cache.ts";
import { type DiscoveredPlugin, discoverPlugins, type PluginFolder } from "../registry/discover.ts";
import { checkTrust } from "../registry/trust.ts";

/** A plugin with its bundle, or why it may not run. */
export interface ReadyPlugin {
  readonly manifest: Manifest;
  readonly discovered: DiscoveredPlugin;
  readonly bundle: PluginBundle | null;
  /** Why the kernel will not start it; null when it may run. */
  readonly refusal: CodedError | null;
}

/** Every plugin of a run by id, in id order. */
export type Workshop = ReadonlyMap<string, ReadyPlugin>;

/** The plugins of one type, in id order. */
export function pluginsOfType(workshop: Workshop, type: PluginType): readonly ReadyPlugin[] {
  return [...workshop.values()].filter(({ manifest }) => manifest.type === type);
}
