import { hashOf } from "../canonical/hash.ts";
import { digestHex } from "./fingerprint.ts";
import { type BundleHashes, createPluginBundle, type PluginBundle } from "./plugin_bundle.ts";
import type { BundlerResult } from "./bundler_job.ts";
import type { DiscoveredPlugin } from "./discovered_plugin.ts";

/** Raise it when the layout of an entry changes. */
const VERSION = 1;

const FILES = {
  bundle: "bundle.js",
  config_validator: "config_validator.js",
  output_validator: "output_validator.js",
} as const;

type CodeName = keyof typeof FILES;
type StoredHashes = Omit<BundleHashes, "manifest">;

/**
 * Reads a plugin's bundle from the cache, checking every file against the hashes kept beside them.
 * Whether those hashes are the trusted ones is for `checkTrust` to say.
 * @param folder `appdata/cache/bundles/<fingerprint>`
 * @returns null when the entry is absent or damaged, so that it is made anew
 */
export async function readCachedBundle(
  folder: string,
  plugin: DiscoveredPlugin,
): Promise<PluginBundle | null> {
  let stored: StoredHashes;
  const code = new Map<CodeName, Uint8Array<ArrayBuffer>>();
  try {
    const entry = JSON.parse(Deno.readTextFileSync(`${folder}/entry.json`));
    if (entry.version !== VERSION || entry.plugin_id !== plugin.id) return null;
    stored = entry.hashes;
    for (const name of Object.keys(FILES) as CodeName[]) {
      const bytes = Deno.readFileSync(`${folder}/${FILES[name]}`);
      if (await digestHex(bytes) !== stored[name]) return null;
      code.set(name, bytes);
    }
    if (![stored.config_schema, stored.output_schema].every(isHash)) return null;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return null;
  }
  return createPluginBundle(
    plugin.id,
    `${folder}/${FILES.bundle}`,
    {
      bundle: stored.bundle,
      config_validator: stored.config_validator,
      output_validator: stored.output_validator,
      // Not from the cache: the manifest in use is the one that has to be the trusted one.
      manifest: hashOf(plugin.manifest),
      config_schema: stored.config_schema,
      output_schema: stored.output_schema,
    },
    plugin.identity,
    { config: code.get("config_validator")!, output: code.get("output_validator")! },
  );
}

/**
 * Puts what the bundler made into the cache: written into a folder beside, then renamed, so that
 * an entry is whole or absent. Loses gracefully against another kernel that does the same.
 * @param folder `appdata/cache/bundles/<fingerprint>`
 */
export async function writeCachedBundle(
  folder: string,
  plugin: DiscoveredPlugin,
  made: BundlerResult,
): Promise<void> {
  const beside = `${folder}.${crypto.randomUUID()}.tmp`;
  Deno.mkdirSync(beside, { recursive: true });
  const hashes: Record<string, string> = {
    config_schema: hashOf(plugin.config_schema),
    output_schema: hashOf(plugin.output_schema),
  };
  for (const name of Object.keys(FILES) as CodeName[]) {
    const bytes = new TextEncoder().encode(made[name]);
    hashes[name] = await digestHex(bytes);
    Deno.writeFileSync(`${beside}/${FILES[name]}`, bytes, { createNew: true, mode: 0o444 });
  }
  const entry = { version: VERSION, plugin_id: plugin.id, hashes };
  Deno.writeTextFileSync(`${beside}/entry.json`, JSON.stringify(entry), { createNew: true });
  try {
    renameOver(beside, folder);
  } finally {
    removeIfThere(beside);
  }
}

/** An entry that is already there is damaged, or another kernel just made the same one. */
function renameOver(from: string, to: string): void {
  try {
    Deno.renameSync(from, to);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    removeIfThere(to);
    Deno.renameSync(from, to);
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function isHash(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}
