import type { WorkshopPlaces } from "../pipeline/workshop.ts";
import { detectWalls } from "../sandbox/walls.ts";
import { ensureFolder } from "../store/appdata.ts";
import { examineCanary } from "./examine_canary.ts";
import { examineInstallation } from "./examine_installation.ts";
import { examineRuntime } from "./examine_runtime.ts";
import { examineStorage } from "./examine_storage.ts";
import { examineWalls } from "./examine_walls.ts";
import type { Fact } from "./fact.ts";

/**
 * Everything that a run needs, looked at on this machine, in the order in which it matters.
 * @param places as of a run
 */
export async function examineMachine(places: WorkshopPlaces): Promise<readonly Fact[]> {
  const { os, arch } = Deno.build;
  const walls = await detectWalls("auto");
  const facts = [
    ...examineRuntime({ deno: Deno.version.deno, v8: Deno.version.v8, os, arch }),
    ...await examineWalls(walls, os),
    ...await examineStorage(places.appdata, walls),
  ];
  // The two below keep things in appdata.
  if (facts.some(({ id, state }) => id === "appdata" && state === "broken")) return facts;
  facts.push(...await examineInstallation(places));
  const cache = ensureFolder(`${places.appdata.root}/cache`);
  facts.push(await examineCanary(await detectWalls("flags"), cache));
  if (walls.bubblewrap !== null) facts.push(await examineCanary(walls, cache));
  return facts;
}
