import type { WorkshopPlaces } from "../pipeline/workshop.ts";
import type { WallsMode } from "../sandbox/standing_walls.ts";
import { appdataLayout } from "../store/appdata.ts";

/** The project's folder, absolute, without a slash at its end. */
export const PROJECT = import.meta.dirname!.replace(/\/kernel\/commands$/, "");

/**
 * Where a command finds plugins and keeps things.
 * @param options `appdata`, `plugin_folders`, `network_allowed`, `walls` of the command line
 */
export function workshopPlaces(options: {
  readonly appdata: string;
  readonly plugin_folders: readonly string[];
  readonly network_allowed: boolean;
  readonly walls?: WallsMode;
}): WorkshopPlaces {
  return {
    appdata: appdataLayout(options.appdata),
    project_dir: PROJECT,
    deno_path: Deno.execPath(),
    plugin_folders: options.plugin_folders,
    network_allowed: options.network_allowed,
    walls: options.walls ?? "auto",
  };
}
