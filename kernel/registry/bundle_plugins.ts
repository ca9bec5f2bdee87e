import { detectWalls } from "../sandbox/walls.ts";
import type { WallsMode } from "../sandbox/standing_walls.ts";
import type { BundlerJob, BundlerPlugin, BundlerResult } from "./bundler_job.ts";
import { BundlerFailure } from "./errors.ts";
import { type BundlerPlace, runBundler } from "./run_bundler.ts";

/** The largest bundle; a megabyte costs every process that runs it a tenth of a second. */
const MAX_BUNDLE = 8 * 1024 * 1024;

/** What the bundler is started with. */
export interface BundlerTools {
  /** Absolute path of the Deno that runs this kernel. */
  readonly deno_path: string;
  readonly esbuild_version: string;
  readonly walls: WallsMode;
}

/**
 * Bundles groups of plugins, each group in a process of its own. When a process gives no answer,
 * each of its plugins is tried alone, so that one that is too much for the bundler is named and
 * takes none of the others with it.
 * @param groups every plugin in exactly one
 * @param world what all plugins may import
 * @param tools see {@link BundlerTools}
 * @returns one result for each plugin, by its id
 * @throws CodedError `E_BUNDLER_MISSING`, `E_BUNDLER_FAILED` when the bundler works for nobody
 */
export async function bundlePlugins(
  groups: readonly (readonly BundlerPlugin[])[],
  world: Omit<BundlerJob, "plugins">,
  { deno_path, esbuild_version, walls: mode }: BundlerTools,
): Promise<Map<string, BundlerResult>> {
  const found = await detectWalls(mode);
  const walls = { ...found, deno: { ...found.deno, path: deno_path } };
  const place: BundlerPlace = { project_dir: world.project_dir, walls, esbuild_version };
  const made = new Map<string, BundlerResult>();
  const queue = [...groups];
  for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
    try {
      const { plugins } = await runBundler({ ...world, plugins: group }, place);
      const answers = new Map(plugins.map((result) => [result.id, result]));
      for (const { id } of group) {
        const result = answers.get(id);
        if (result === undefined) throw new BundlerFailure(`no answer for ${id}`);
        made.set(id, within(result));
      }
    } catch (error) {
      if (!(error instanceof BundlerFailure)) throw error;
      // Is it the machine, or one of them?
      await runBundler({ ...world, plugins: [HARMLESS] }, place);
      if (group.length > 1) queue.push(...group.map((plugin) => [plugin]));
      else for (const { id } of group) made.set(id, tooMuch(id, error.reason));
    }
  }
  return made;
}

/** A plugin that any bundler that works at all can bundle. */
const HARMLESS: BundlerPlugin = {
  id: "harmless",
  entrypoint: "plugin.ts",
  sources: { "plugin.ts": "export default 1;\n" },
  config_schema: { type: "object" },
  output_schema: { type: "object" },
  defaults: {},
};

function within(result: BundlerResult): BundlerResult {
  const codes = [result.bundle, result.config_validator, result.output_validator];
  const longest = Math.max(...codes.map((code) => code.length));
  return longest <= MAX_BUNDLE ? result : tooMuch(
    result.id,
    `its code comes to ${longest} characters, and may have ${MAX_BUNDLE}`,
  );
}

function tooMuch(id: string, reason: string): BundlerResult {
  return {
    id,
    problems: [{
      code: "E_BUNDLE_LIMIT",
      path: "",
      line: 0,
      column: 0,
      source_line: null,
      message: `cannot be bundled: ${reason}`,
      fix: "make its sources and its schemas smaller and simpler",
    }],
    defaults_violations: [],
    bundle: "",
    config_validator: "",
    output_validator: "",
  };
}
