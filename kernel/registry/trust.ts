import { canonicalJson } from "../canonical/canonical_json.ts";
import type { DiscoveredPlugin, PluginOrigin } from "./discovered_plugin.ts";
import { pluginChanged, pluginUntrusted, trustFileInvalid } from "./errors.ts";
import type { CodedError } from "../contract/coded_error.ts";
import type { PluginBundle } from "./plugin_bundle.ts";
import { describeChange, type TrustEntry, trustEntryOf } from "./trust_entry.ts";
import { writeFileBeside } from "./write_file_beside.ts";

/** Trusted plugins by id: plugins.lock for built-in ones, appdata/trust.json for all others. */
export type TrustFile = Readonly<Record<string, TrustEntry>>;

/** Whether a plugin is what was trusted. */
export interface TrustVerdict {
  readonly plugin_id: string;
  readonly origin: PluginOrigin;
  readonly status: "trusted" | "untrusted" | "changed";
  /** What differs, one line each; empty unless `changed`. */
  readonly changes: readonly string[];
}

const VERSION = 1;

/**
 * Says of every plugin whether it is what was trusted: all files of its folder, the manifest in
 * use, its bundle and its generated validators. Built-in plugins are looked up in `lock` only,
 * others in `trust` only. Executes nothing.
 * @param plugins as discovered
 * @param bundles from `prepareBundles`, one for each
 * @param lock plugins.lock
 * @param trust appdata/trust.json
 * @returns verdicts by plugin id
 */
export function checkTrust(
  plugins: readonly DiscoveredPlugin[],
  bundles: ReadonlyMap<string, PluginBundle>,
  lock: TrustFile,
  trust: TrustFile,
): Map<string, TrustVerdict> {
  const verdicts = new Map<string, TrustVerdict>();
  for (const plugin of plugins) {
    const file = plugin.origin === "builtin" ? lock : trust;
    const before = Object.hasOwn(file, plugin.id) ? file[plugin.id] : undefined;
    const bundle = bundles.get(plugin.id);
    if (bundle === undefined) throw new Error(`no bundle for ${plugin.id}`);
    const same = before !== undefined && isSame(before, plugin, bundle);
    verdicts.set(plugin.id, {
      plugin_id: plugin.id,
      origin: plugin.origin,
      status: before === undefined ? "untrusted" : same ? "trusted" : "changed",
      changes: before === undefined || same
        ? []
        : describeChange(before, trustEntryOf(plugin, bundle)),
    });
  }
  return verdicts;
}

/**
 * The error for a plugin that may not run, or null for a trusted one.
 * @param verdict from {@link checkTrust}
 */
export function trustError(verdict: TrustVerdict): CodedError | null {
  switch (verdict.status) {
    case "trusted":
      return null;
    case "untrusted":
      return pluginUntrusted(verdict.plugin_id, verdict.origin);
    case "changed":
      return pluginChanged(verdict.plugin_id, verdict.changes, verdict.origin);
  }
}

/**
 * Reads plugins.lock or trust.json.
 * @returns nothing trusted when the file does not exist
 * @throws CodedError `E_TRUST_FILE` when it is damaged
 */
export function readTrustFile(path: string): TrustFile {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw trustFileInvalid(path, "it is not JSON");
  }
  const { version, plugins } = (content ?? {}) as { version?: unknown; plugins?: unknown };
  if (version !== VERSION) throw trustFileInvalid(path, `its version is not ${VERSION}`);
  if (typeof plugins !== "object" || plugins === null) {
    throw trustFileInvalid(path, "it lists no plugins");
  }
  for (const [id, entry] of Object.entries(plugins)) {
    if (!isEntry(entry)) throw trustFileInvalid(path, `its entry for ${id} is incomplete`);
  }
  return plugins as TrustFile;
}

/**
 * Trusts built-in plugins as they are: rewrites plugins.lock with exactly these.
 * @param path plugins.lock
 * @param plugins as discovered; external ones are left out
 */
export function trustBuiltin(
  path: string,
  plugins: readonly DiscoveredPlugin[],
  bundles: ReadonlyMap<string, PluginBundle>,
): void {
  // A fixed name, because the launcher grants exactly these two files.
  writeFileBeside(path, trustFileText(builtinLock(plugins, bundles)), `${path}.tmp`);
}

/** What plugins.lock should hold for these plugins. */
export function builtinLock(
  plugins: readonly DiscoveredPlugin[],
  bundles: ReadonlyMap<string, PluginBundle>,
): TrustFile {
  return Object.fromEntries(
    plugins.filter(({ origin }) => origin === "builtin")
      .map((plugin) => [plugin.id, trustEntryOf(plugin, bundles.get(plugin.id)!)]),
  );
}

/**
 * Trusts one external plugin as it is, keeping what is trusted of others. Show
 * {@link describeChange} to a person first.
 * @param path appdata/trust.json
 */
export function trustExternal(path: string, plugin: DiscoveredPlugin, bundle: PluginBundle): void {
  if (plugin.origin !== "external") throw new Error(`${plugin.id} is built in`);
  writeTrustFile(path, { ...readTrustFile(path), [plugin.id]: trustEntryOf(plugin, bundle) });
}

/** Text of a trust file: sorted keys, one value a line, so that a diff shows what changed. */
export function trustFileText(trust: TrustFile): string {
  const sorted = JSON.parse(canonicalJson({ version: VERSION, plugins: trust }));
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

function writeTrustFile(path: string, trust: TrustFile): void {
  writeFileBeside(path, trustFileText(trust), `${path}.tmp`);
}

function isSame(before: TrustEntry, plugin: DiscoveredPlugin, bundle: PluginBundle): boolean {
  const names = Object.keys(bundle.hashes) as (keyof typeof bundle.hashes)[];
  return before.folder === plugin.fingerprint && before.code_hash === bundle.code_hash &&
    names.every((name) => before.hashes[name] === bundle.hashes[name]);
}

function isEntry(value: unknown): value is TrustEntry {
  if (typeof value !== "object" || value === null) return false;
  const { version, code_hash, folder, hashes, permissions, files } = value as TrustEntry;
  return [version, code_hash, folder].every((text) => typeof text === "string") &&
    [hashes, permissions, permissions?.limits, files].every((part) =>
      typeof part === "object" && part !== null
    ) && Array.isArray(permissions.fs_allowlist);
}
