/** Where a module comes from: the plugin's folder, the harness itself, or an npm package. */
export type ModuleSpace = "plugin" | "harness" | "npm";

/** A module known by its space and its path inside that space. */
export interface ModuleId {
  readonly space: ModuleSpace;
  readonly path: string;
}

/** What an import means. */
export type ImportTarget =
  | { readonly module: ModuleId }
  /** To be looked up in node_modules, under the name of the real package. */
  | { readonly npm: string }
  | { readonly refused: string; readonly fix: string };

/** What exists. */
export interface ImportWorld {
  readonly plugin: ReadonlySet<string>;
  readonly harness: ReadonlySet<string>;
  /** Importable npm names, with the package each stands for. */
  readonly npm: ReadonlyMap<string, string>;
}

/** What `harness/sdk` means. */
export const SDK_ENTRY = "plugins/_sdk/mod.ts";

/** Folders of the harness that the SDK is made of. */
export const HARNESS_FOLDERS = ["plugins/_sdk/", "kernel/contract/", "kernel/canonical/"] as const;

/** Kinds of source that can be bundled. */
export const IMPORTABLE = /\.(?:ts|tsx|js|mjs|json)$/;

/**
 * Decides what an import may be: a file of the importer's own folder, `harness/sdk`, or an npm
 * package that deno.json names. The SDK may use its own files and `kernel/contract` and
 * `kernel/canonical`. Nothing is guessed: extensions are written out.
 * @param importer the module that imports; npm modules are not asked about
 * @param specifier as written
 */
export function resolveImport(
  importer: ModuleId,
  specifier: string,
  world: ImportWorld,
): ImportTarget {
  if (specifier === "harness/sdk") return { module: { space: "harness", path: SDK_ENTRY } };
  if (specifier.startsWith("./") || specifier.startsWith("../")) {
    return resolveRelative(importer, specifier, world);
  }
  if (/^(?:\/|file:)/.test(specifier)) {
    return refuse("an absolute path leaves the plugin's folder", "import it relative to this file");
  }
  if (specifier.startsWith("node:")) {
    return refuse(
      "plugins run on web APIs and Deno.* alone, without Node's modules",
      "use the platform's own (crypto.subtle, TextDecoder, …) or harness/sdk",
    );
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(specifier)) {
    return refuse(
      "code is never fetched at run time",
      "name the package in deno.json and import it by that name",
    );
  }
  const parts = specifier.split("/");
  const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  const rest = specifier.slice(name.length);
  const realName = world.npm.get(name);
  if (realName === undefined || rest.includes("..")) {
    return refuse(
      `deno.json does not name a package "${name}"`,
      'start with "./" for a file of the plugin; use harness/sdk for what the harness offers',
    );
  }
  return { npm: realName + rest };
}

function resolveRelative(
  importer: ModuleId,
  specifier: string,
  world: ImportWorld,
): ImportTarget {
  const path = joinPath(importer.path, specifier);
  if (importer.space === "plugin") {
    if (path === null) {
      return refuse(
        "it lies outside the plugin's folder",
        "import what the harness offers from harness/sdk, and copy the rest into the folder",
      );
    }
    if (!world.plugin.has(path)) return missing(path, world.plugin);
    return { module: { space: "plugin", path } };
  }
  if (path === null || !HARNESS_FOLDERS.some((folder) => path.startsWith(folder))) {
    return refuse("the SDK may use plugins/_sdk, kernel/contract and kernel/canonical only", "");
  }
  if (!world.harness.has(path)) return missing(path, world.harness);
  return { module: { space: "harness", path } };
}

function missing(path: string, known: ReadonlySet<string>): ImportTarget {
  if (!IMPORTABLE.test(path)) {
    const withExtension = [".ts", ".js", "/mod.ts"].find((ending) => known.has(path + ending));
    return withExtension === undefined
      ? refuse("only .ts, .tsx, .js, .mjs and .json files can be bundled", "")
      : refuse("the file's name ends otherwise", `write ${JSON.stringify(path + withExtension)}`);
  }
  return refuse("there is no such file", "");
}

/** Joins a relative specifier to the folder of `from`; null when it climbs out. */
function joinPath(from: string, specifier: string): string | null {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

function refuse(refused: string, fix: string): ImportTarget {
  return { refused, fix };
}
