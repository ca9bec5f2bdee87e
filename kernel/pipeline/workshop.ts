import type { PluginType } from "../contract/manifest.ts";
import { discoverPlugins, type PluginsFolder } from "../registry/discover.ts";
import { PluginProblemsError } from "../registry/errors.ts";
import { prepareBundles } from "../registry/prepare_bundles.ts";
import { checkTrust, readTrustFile, trustError } from "../registry/trust.ts";
import type { WallsMode } from "../sandbox/standing_walls.ts";
import { type Appdata, ensureFolder } from "../store/appdata.ts";
import { storeIo } from "../store/errors.ts";
import type { ReadyPlugin, Workshop } from "./ready_plugin.ts";
import { refuseUnmetPlugins } from "./refuse_unmet_plugins.ts";

/** Where plugins are and how to bundle them. */
export interface WorkshopPlaces {
  readonly appdata: Appdata;
  /** Absolute path of the project. */
  readonly project_dir: string;
  /** Absolute path of the Deno that runs this kernel. */
  readonly deno_path: string;
  /** Absolute folders of further plugins. */
  readonly plugin_folders: readonly string[];
  readonly network_allowed: boolean;
  /** Walls to put around the bundler; `auto` when absent. */
  readonly walls?: WallsMode;
  /** True to believe no cache: for the command that decides what is trusted. */
  readonly fresh?: boolean;
  /**
   * True for a run: a plugin that depends on itself or on what is not there is then no reason to do
   * nothing, but is refused when its turn comes, so that the run and its report say so.
   */
  readonly refuse_unmet?: boolean;
}

/**
 * Finds, checks and bundles every plugin, and looks up whether each is trusted.
 * @param places see {@link WorkshopPlaces}
 * @throws PluginProblemsError with every problem of every plugin; CodedError E_PLUGINS_DIR,
 *   E_BUNDLER_*, E_TRUST_FILE
 */
export async function openWorkshop(places: WorkshopPlaces): Promise<Workshop> {
  const { appdata, project_dir, deno_path } = places;
  const cache_dir = ensureFolder(`${appdata.root}/cache`);
  const folders: PluginsFolder[] = [
    { path: `${project_dir}/plugins`, origin: "builtin" },
    ...places.plugin_folders.map((path) => ({ path, origin: "external" as const })),
  ];
  const found = await discoverPlugins(folders, {
    ...(places.fresh === true ? {} : { cache_dir }),
    allow_network: places.network_allowed,
  });
  const { problems } = found;
  const refuseUnmet = places.refuse_unmet === true &&
    problems.every(({ code }) => code === "E_MANIFEST_DEPENDS");
  if (problems.length > 0 && !refuseUnmet) throw new PluginProblemsError(problems);
  const plugins = [...found.plugins, ...found.unmet].sort((a, b) => a.id < b.id ? -1 : 1);
  const bundles = await prepareBundles(plugins, {
    cache_dir,
    project_dir,
    deno_path,
    fresh: places.fresh === true,
    walls: places.walls ?? "auto",
  }).catch((error) => {
    throw isSystemError(error) ? storeIo("keep a plugin's bundle", cache_dir, error) : error;
  });
  const verdicts = checkTrust(
    plugins,
    bundles,
    readTrustFile(`${project_dir}/plugins.lock`),
    readTrustFile(appdata.trust),
  );
  return refuseUnmetPlugins(
    new Map(plugins.map((discovered) => [discovered.id, {
      manifest: discovered.manifest,
      discovered,
      bundle: bundles.get(discovered.id)!,
      refusal: trustError(verdicts.get(discovered.id)!),
    }])),
  );
}

/** An error of a system call, such as ENOSPC; a defect is none and stays what it is. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^E[A-Z0-9]+$/.test(String(error.code));
}

/** The plugins of one type, in id order. */
export function pluginsOfType(workshop: Workshop, type: PluginType): readonly ReadyPlugin[] {
  return [...workshop.values()].filter(({ manifest }) => manifest.type === type);
}
