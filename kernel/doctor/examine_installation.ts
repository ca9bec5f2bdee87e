import { CodedError } from "../contract/coded_error.ts";
import { openWorkshop, type WorkshopPlaces } from "../pipeline/workshop.ts";
import type { Fact } from "./fact.ts";
import { isFor, lockedPackages, nodePlatform, packageFolder } from "./locked_packages.ts";

/** How many of what is wrong are named before the rest is counted. */
const NAMED = 3;

/**
 * Whether what is installed is what is locked: npm packages against deno.lock, plugins against
 * plugins.lock.
 * @param places of the workshop
 */
export async function examineInstallation(places: WorkshopPlaces): Promise<readonly Fact[]> {
  return [await examinePackages(places.project_dir), await examinePlugins(places)];
}

/**
 * Name and version of every locked package for this machine, as it lies in node_modules.
 * @param project absolute folder of the project
 */
export async function examinePackages(project: string): Promise<Fact> {
  const about = { id: "packages", name: "npm packages" };
  const how = ["deno install --frozen"];
  const wrong: string[] = [];
  let count = 0;
  try {
    const lock = lockedPackages(await Deno.readTextFile(`${project}/deno.lock`));
    const { system, processor } = nodePlatform();
    for (const [key, each] of lock) {
      if (!isFor(each, system, processor)) continue;
      count++;
      const there = await versionIn(`${packageFolder(project, each)}/package.json`);
      if (there !== each.version) wrong.push(`${key} (${there ?? "not installed"})`);
    }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const means = "nobody knows which packages belong here";
    return { ...about, state: "broken", found: error.message, means, how: [error.next] };
  }
  return wrong.length === 0
    ? {
      ...about,
      state: "ok",
      found: `${count} packages, each of the version in deno.lock`,
      means: "Deno compared every archive with its SHA-512 when it was installed; what lies in " +
        "node_modules since then has no hashes to compare it with",
      how: [],
    }
    : {
      ...about,
      state: "broken",
      found: listed(wrong),
      means: "other code would run than what is locked",
      how,
    };
}

async function versionIn(path: string): Promise<string | null> {
  try {
    return String(JSON.parse(await Deno.readTextFile(path)).version);
  } catch {
    // Not there, or not whole.
    return null;
  }
}

async function examinePlugins(places: WorkshopPlaces): Promise<Fact> {
  const about = { id: "plugins", name: "Built-in plugins" };
  try {
    const workshop = await openWorkshop({ ...places, fresh: true });
    const builtin = [...workshop.values()].filter(({ discovered }) =>
      discovered.origin === "builtin"
    );
    const refused = builtin.filter(({ refusal }) => refusal !== null);
    if (refused.length === 0) {
      return {
        ...about,
        state: "ok",
        found: `${builtin.length} plugins, each as in plugins.lock`,
        means: "every file and every bundle, made anew, has the hash that was reviewed",
        how: [],
      };
    }
    return {
      ...about,
      state: "broken",
      found: listed(refused.map(({ refusal }) => refusal!.message)),
      means: "these plugins will not be run",
      how: [...new Set(refused.map(({ refusal }) => refusal!.next))],
    };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const means = "no plugin will be run";
    return { ...about, state: "broken", found: error.message, means, how: [error.next] };
  }
}

function listed(wrong: readonly string[]): string {
  const more = wrong.length - NAMED;
  return wrong.slice(0, NAMED).join("; ") + (more > 0 ? `; and ${more} more` : "");
}
