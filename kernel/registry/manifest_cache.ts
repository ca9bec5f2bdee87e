import { writeFileBeside } from "./write_file_beside.ts";

/** Raise it when a change to parsing or checking must see every plugin again. */
const VERSION = 1;

/**
 * Remembers manifests of plugin folders in which nothing was wrong, by the folder's fingerprint, so
 * that a start neither parses YAML nor checks schemas again. What it returns is checked like any
 * manifest, and its hash is part of what is trusted: a forged cache cannot loosen a plugin's limits.
 */
export class ManifestCache {
  readonly #path: string | null;
  readonly #before: ReadonlyMap<string, unknown>;
  readonly #after = new Map<string, unknown>();

  private constructor(path: string | null, entries: ReadonlyMap<string, unknown>) {
    this.#path = path;
    this.#before = entries;
  }

  /** @param cacheDir `appdata/cache`, or undefined for a cache that holds nothing */
  static open(cacheDir: string | undefined): ManifestCache {
    if (cacheDir === undefined) return new ManifestCache(null, new Map());
    const path = `${cacheDir}/manifests.json`;
    try {
      const { version, manifests } = JSON.parse(Deno.readTextFileSync(path));
      if (version === VERSION) return new ManifestCache(path, new Map(Object.entries(manifests)));
    } catch {
      // Absent or damaged: it is a cache.
    }
    return new ManifestCache(path, new Map());
  }

  /** The manifest of a folder that had no problems. */
  get(fingerprint: string): unknown {
    return this.#before.get(fingerprint);
  }

  /** Keeps a manifest; whatever is not kept in this process is forgotten by {@link save}. */
  keep(fingerprint: string, manifest: unknown): void {
    this.#after.set(fingerprint, manifest);
  }

  /** Writes the file if its content changed; a cache that cannot be written is left alone. */
  save(): void {
    const same = this.#before.size === this.#after.size &&
      [...this.#after.keys()].every((key) => this.#before.has(key));
    if (this.#path === null || same) return;
    const text = JSON.stringify({ version: VERSION, manifests: Object.fromEntries(this.#after) });
    try {
      writeFileBeside(this.#path, text);
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
    }
  }
}
