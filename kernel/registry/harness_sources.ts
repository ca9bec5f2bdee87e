import type { PluginFile } from "./read_plugin_folder.ts";
import { HARNESS_FOLDERS } from "./import_guard.ts";

/** Sources of the bundler itself: when they change, every bundle is made anew. */
export const BUNDLER_SOURCES = [
  "kernel/registry/bundle_plugin.ts",
  "kernel/registry/bundler_main.ts",
  "kernel/registry/compile_validator.ts",
  "kernel/registry/computed_import.ts",
  "kernel/registry/defuse_source_urls.ts",
  "kernel/registry/import_guard.ts",
] as const;

/** What every bundle depends on beside the plugin's own files. */
export interface HarnessSources {
  /** The SDK, the contract and canonical JSON: what plugins may reach, by path in the project. */
  readonly files: readonly PluginFile[];
  /** deno.lock, the imports of deno.json and the bundler's own sources. */
  readonly tools: readonly PluginFile[];
  /** Importable npm names, with the package each stands for. */
  readonly npm: Readonly<Record<string, string>>;
  readonly esbuild_version: string;
}

/**
 * Reads what every bundle is made of beside the plugin itself.
 * @param projectDir absolute path of the project
 */
export function readHarnessSources(projectDir: string): HarnessSources {
  const files: PluginFile[] = [];
  for (const folder of HARNESS_FOLDERS) collect(projectDir, folder.slice(0, -1), files);
  const { imports } = JSON.parse(Deno.readTextFileSync(`${projectDir}/deno.json`));
  const importsText = new TextEncoder().encode(JSON.stringify(imports));
  const tools: PluginFile[] = ["deno.lock", ...BUNDLER_SOURCES].map((path) => ({
    path,
    bytes: Deno.readFileSync(`${projectDir}/${path}`),
  }));
  tools.push({ path: "deno.json#imports", bytes: importsText });
  const packages = npmPackages(imports);
  return {
    files,
    tools,
    npm: Object.fromEntries([...packages].map(([name, { real }]) => [name, real])),
    esbuild_version: packages.get("esbuild")?.version ?? "",
  };
}

/** Folders whose content is for the kernel or for tests only. */
const NOT_BUNDLED = ["kernel/contract/generated", "plugins/_sdk/testing"];

/** Sources that can end up in a bundle. */
function collect(projectDir: string, folder: string, into: PluginFile[]): void {
  const entries = [...Deno.readDirSync(`${projectDir}/${folder}`)]
    .sort((a, b) => a.name < b.name ? -1 : 1);
  for (const { name, isDirectory, isFile } of entries) {
    const path = `${folder}/${name}`;
    if (isDirectory && !NOT_BUNDLED.includes(path) && !name.startsWith(".")) {
      collect(projectDir, path, into);
    } else if (isFile && /(?<!_test|\.d)\.(?:ts|js)$/.test(name)) {
      into.push({ path, bytes: Deno.readFileSync(`${projectDir}/${path}`) });
    }
  }
}

function npmPackages(
  imports: Readonly<Record<string, string>>,
): Map<string, { real: string; version: string }> {
  const packages = new Map<string, { real: string; version: string }>();
  for (const [name, target] of Object.entries(imports)) {
    const match = /^npm:((?:@[^/@]+\/)?[^/@]+)@([^/]+)$/.exec(target);
    if (match !== null) packages.set(name, { real: match[1]!, version: match[2]! });
  }
  return packages;
}
