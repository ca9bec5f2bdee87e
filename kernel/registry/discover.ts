import { checkDependencies } from "./check_dependencies.ts";
import { checkPlugin } from "./check_plugin.ts";
import type { DiscoveredPlugin, PluginOrigin } from "./discovered_plugin.ts";
import { pluginsDirUnreadable } from "./errors.ts";
import { ManifestCache } from "./manifest_cache.ts";
import { type ManifestProblem, ProblemCollector } from "./manifest_problem.ts";

/** A folder whose sub-folders are plugins. */
export interface PluginsFolder {
  /** Absolute. */
  readonly path: string;
  readonly origin: PluginOrigin;
}

/** What was found in the plugin folders. */
export interface Discovery {
  /** Plugins without problems, sorted by id. */
  readonly plugins: readonly DiscoveredPlugin[];
  /**
   * Plugins with nothing wrong but what they depend on, near or far: something that is not there, or
   * themselves. Sorted by id.
   */
  readonly unmet: readonly DiscoveredPlugin[];
  /** Every problem of every plugin. */
  readonly problems: readonly ManifestProblem[];
}

/** How discovery behaves. */
export interface DiscoverOptions {
  /** `appdata/cache`; remembers which folders had no problems. Without it everything is checked. */
  readonly cache_dir?: string;
  /** True under `--allow-network-dev`: `no_network: false` of an external plugin is no problem. */
  readonly allow_network?: boolean;
}

/**
 * Finds the plugins in some folders (`<folder>/<id>/plugin.yaml`, sorted; names that begin with `_`
 * or `.` are no plugins) and checks all of each: manifest, files, schemas, dependencies. Nothing is
 * executed. That defaults satisfy the config schema, and that imports stay inside, is checked by
 * `prepareBundles`, in the bundler's process.
 * @param folders in order of precedence for the message about a duplicate id
 * @returns the usable plugins, and every problem of the others with its place
 * @throws CodedError `E_PLUGINS_DIR` when a folder cannot be read
 */
export async function discoverPlugins(
  folders: readonly PluginsFolder[],
  options: DiscoverOptions = {},
): Promise<Discovery> {
  const cache = ManifestCache.open(options.cache_dir);
  const plugins: DiscoveredPlugin[] = [];
  const problems: ManifestProblem[] = [];
  const unusable = new Set<string>();
  for (const { path, origin } of folders) {
    for (const name of pluginFolders(path, problems)) {
      const collector = new ProblemCollector(name, `${path}/${name}`);
      // What comes with the harness never has the network, whatever a developer says.
      const network = options.allow_network === true && origin === "external";
      const plugin = await checkPlugin(collector, origin, cache, network);
      const twin = plugins.find((other) => other.id === plugin?.id);
      if (plugin !== null && twin !== undefined) {
        await collector.addInFile(
          "E_MANIFEST_ID",
          "plugin.yaml",
          manifestText(plugin),
          { pointer: "/id", at: "value" },
          `the id "${plugin.id}" is already taken by ${twin.folder}`,
          "rename this plugin: its id and its folder",
        );
      }
      problems.push(...collector.problems);
      if (plugin !== null && collector.problems.length === 0) plugins.push(plugin);
      else unusable.add(name);
    }
  }
  plugins.sort((a, b) => a.id < b.id ? -1 : 1);
  const wrong = await dependencyProblems(plugins, unusable);
  problems.push(...wrong);
  cache.save();
  const without = new Set(wrong.map((problem) => problem.plugin));
  const met = withTheirDependencies(plugins, without);
  return { plugins: met, unmet: plugins.filter((plugin) => !met.includes(plugin)), problems };
}

/** Plugins all of whose dependencies are usable, however far away. */
function withTheirDependencies(
  plugins: readonly DiscoveredPlugin[],
  without: ReadonlySet<string>,
): DiscoveredPlugin[] {
  let left = plugins.filter(({ id }) => !without.has(id));
  for (let before = -1; before !== left.length;) {
    before = left.length;
    const ids = new Set(left.map(({ id }) => id));
    left = left.filter(({ manifest }) => manifest.depends_on.every((id) => ids.has(id)));
  }
  return left;
}

/** Names of the folders that may be plugins, sorted; near misses become problems. */
function pluginFolders(path: string, problems: ManifestProblem[]): string[] {
  let entries: Deno.DirEntry[];
  try {
    entries = [...Deno.readDirSync(path)];
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw pluginsDirUnreadable(path, error instanceof Error ? error.message : String(error));
  }
  const names: string[] = [];
  for (const { name, isDirectory, isSymlink } of entries) {
    if (name.startsWith("_") || name.startsWith(".")) continue;
    const collector = new ProblemCollector(name, `${path}/${name}`);
    if (isSymlink) {
      collector.add(
        "E_PLUGIN_FILE",
        "",
        "is a symbolic link; a plugin is a folder of its own",
        "name the folder it points to with --plugins-dir",
      );
    } else if (isDirectory) {
      const inside = new Set([...Deno.readDirSync(`${path}/${name}`)].map((entry) => entry.name));
      if (inside.has("plugin.yaml")) names.push(name);
      else if (inside.has("plugin.ts") || inside.has("plugin.yml") || inside.has("plugin.json")) {
        collector.add(
          "E_PLUGIN_FILE",
          "",
          "has no plugin.yaml",
          "describe the plugin in plugin.yaml",
        );
      }
    }
    problems.push(...collector.problems);
  }
  return names.sort();
}

async function dependencyProblems(
  plugins: readonly DiscoveredPlugin[],
  unusable: ReadonlySet<string>,
): Promise<ManifestProblem[]> {
  const byId = new Map(plugins.map((plugin) => [plugin.id, plugin]));
  const dependencies = new Map(plugins.map(({ id, manifest }) => [id, manifest.depends_on]));
  const problems: ManifestProblem[] = [];
  const types = new Map(plugins.map(({ id, manifest }) => [id, manifest.type]));
  for (const wrong of checkDependencies(dependencies, types, unusable)) {
    const plugin = byId.get(wrong.plugin_id)!;
    const collector = new ProblemCollector(plugin.id, plugin.folder);
    await collector.addInFile(
      "E_MANIFEST_DEPENDS",
      "plugin.yaml",
      manifestText(plugin),
      { pointer: `/depends_on/${wrong.index}`, at: "value" },
      wrong.message,
      wrong.fix,
    );
    problems.push(...collector.problems);
  }
  return problems;
}

function manifestText(plugin: DiscoveredPlugin): string {
  const file = plugin.files.find(({ path }) => path === "plugin.yaml")!;
  return new TextDecoder().decode(file.bytes);
}
