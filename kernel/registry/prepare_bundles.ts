import { describeViolations } from "../diagnostics/describe_violations.ts";
import type { WallsMode } from "../sandbox/standing_walls.ts";
import { readCachedBundle, writeCachedBundle } from "./bundle_cache.ts";
import { bundlePlugins } from "./bundle_plugins.ts";
import type { BundlerPlugin, BundlerResult } from "./bundler_job.ts";
import type { DiscoveredPlugin } from "./discovered_plugin.ts";
import { BundlerFailure, PluginProblemsError } from "./errors.ts";
import { digestHex, fingerprintFiles } from "./fingerprint.ts";
import { type HarnessSources, readHarnessSources } from "./harness_sources.ts";
import { IMPORTABLE } from "./import_guard.ts";
import { type ManifestProblem, ProblemCollector } from "./manifest_problem.ts";
import type { PluginBundle } from "./plugin_bundle.ts";
import type { PluginFile } from "./read_plugin_folder.ts";

/** Where bundles are kept and what makes them. */
export interface PrepareOptions {
  /** `appdata/cache`; bundles are in its folder `bundles`. */
  readonly cache_dir: string;
  /** Absolute path of the project: sources of the SDK, deno.json, node_modules. */
  readonly project_dir: string;
  /** Absolute path of the Deno that runs this kernel. */
  readonly deno_path: string;
  /** True to make every bundle anew: before trusting, so that nothing of the cache is believed. */
  readonly fresh?: boolean;
  /** Walls to put around the bundler; `auto` when absent. */
  readonly walls?: WallsMode;
}

/**
 * Gives every plugin its bundle. A bundle whose sources did not change comes from the cache;
 * the others are made in one process of their own, which also checks the manifests' defaults
 * against their config schemas. Nothing of a plugin is executed.
 * @param plugins as discovered; their files are what is bundled, the disk is not read again
 * @returns bundles by plugin id, sorted by id
 * @throws PluginProblemsError with every problem of every plugin; CodedError `E_BUNDLER_FAILED`,
 *   `E_BUNDLER_MISSING`
 */
export async function prepareBundles(
  plugins: readonly DiscoveredPlugin[],
  options: PrepareOptions,
): Promise<Map<string, PluginBundle>> {
  const harness = readHarnessSources(options.project_dir);
  const base = await fingerprintFiles([...harness.files, ...harness.tools]);
  const bundles = new Map<string, PluginBundle>();
  const missing: { plugin: DiscoveredPlugin; folder: string }[] = [];
  for (const plugin of plugins) {
    const key = await digestHex(new TextEncoder().encode(`${base} ${plugin.fingerprint}`));
    const folder = `${options.cache_dir}/bundles/${key}`;
    const bundle = options.fresh === true ? null : await readCachedBundle(folder, plugin);
    if (bundle === null) missing.push({ plugin, folder });
    else bundles.set(plugin.id, bundle);
  }
  if (missing.length > 0) {
    const made = await bundle(missing.map(({ plugin }) => plugin), harness, options);
    for (const { plugin, folder } of missing) {
      await writeCachedBundle(folder, plugin, made.get(plugin.id)!);
      const bundle = await readCachedBundle(folder, plugin);
      if (bundle === null) throw new BundlerFailure(`cannot read back ${folder}`);
      bundles.set(plugin.id, bundle);
    }
  }
  return new Map([...bundles].sort(([a], [b]) => a < b ? -1 : 1));
}

async function bundle(
  plugins: readonly DiscoveredPlugin[],
  harness: HarnessSources,
  options: PrepareOptions,
): Promise<Map<string, BundlerResult>> {
  const { project_dir, deno_path, walls = "auto" } = options;
  const world = {
    project_dir,
    npm: harness.npm,
    harness: textByPath(harness.files),
  };
  // What somebody is about to trust was made by a process that has seen no other stranger's source.
  const alone = options.fresh === true ? plugins.filter(({ origin }) => origin === "external") : [];
  const together = plugins.filter((plugin) => !alone.includes(plugin));
  const groups = [together, ...alone.map((plugin) => [plugin])].filter(({ length }) => length > 0);
  const made = await bundlePlugins(groups.map((group) => group.map(toJob)), world, {
    deno_path,
    esbuild_version: harness.esbuild_version,
    walls,
  });
  const problems: ManifestProblem[] = [];
  for (const plugin of plugins) problems.push(...await problemsOf(plugin, made.get(plugin.id)!));
  if (problems.length > 0) throw new PluginProblemsError(problems);
  return made;
}

function toJob(plugin: DiscoveredPlugin): BundlerPlugin {
  return {
    id: plugin.id,
    entrypoint: plugin.manifest.entrypoint,
    sources: textByPath(plugin.files),
    config_schema: plugin.config_schema,
    output_schema: plugin.output_schema,
    defaults: plugin.manifest.settings.defaults,
  };
}

async function problemsOf(
  plugin: DiscoveredPlugin,
  result: BundlerResult,
): Promise<ManifestProblem[]> {
  const collector = new ProblemCollector(plugin.id, plugin.folder);
  for (const { code, path, message, fix, ...place } of result.problems) {
    if (place.line > 0) collector.addAt(code, path, place, message, fix);
    else collector.add(code, path, message, fix);
  }
  await collector.addViolations(
    "E_MANIFEST_DEFAULTS",
    "plugin.yaml",
    textByPath(plugin.files, /^plugin\.yaml$/)["plugin.yaml"] ?? "",
    describeViolations(
      result.defaults_violations,
      plugin.config_schema,
      plugin.manifest.settings.defaults,
    ),
    "/settings/defaults",
  );
  return collector.problems;
}

function textByPath(files: readonly PluginFile[], which = IMPORTABLE): Record<string, string> {
  const decoder = new TextDecoder();
  const texts: Record<string, string> = {};
  for (const { path, bytes } of files) {
    if (which.test(path)) texts[path] = decoder.decode(bytes);
  }
  return texts;
}
