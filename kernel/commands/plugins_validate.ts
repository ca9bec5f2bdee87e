import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { unknownPlugin } from "../pipeline/errors.ts";
import { type SmokeOutcome, smokePlugin } from "../pipeline/smoke_plugin.ts";
import { openWorkshop } from "../pipeline/workshop.ts";
import type { ReadyPlugin, Workshop } from "../pipeline/ready_plugin.ts";
import { discoverPlugins } from "../registry/discover.ts";
import { PluginProblemsError } from "../registry/errors.ts";
import type { ManifestProblem } from "../registry/manifest_problem.ts";
import { brokenPluginRules } from "../registry/plugin_rules.ts";
import { prepareBundles } from "../registry/prepare_bundles.ts";
import { detectWalls } from "../sandbox/walls.ts";
import { ensureFolder } from "../store/appdata.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { workshopPlaces } from "./places.ts";
import { runOptions } from "./run_options.ts";

/** What was found of one plugin. */
interface Validated {
  readonly id: string;
  /** Empty without `--smoke`. */
  readonly smoke: readonly SmokeOutcome[];
  /** Why it was not smoke-tested; null when it was, or was not to be. */
  readonly not_smoked: string | null;
}

/**
 * `plugins validate [id]`: checks manifests, schemas, defaults, bundles and the rules for plugins;
 * with `--smoke` also runs each behind the walls on the tables and reports on which plugins break.
 */
export default async function pluginsValidate(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const chosen = runOptions(options);
  const places = workshopPlaces(chosen);
  const workshop = await openFor(id, places);
  if (id !== undefined && !workshop.has(id)) {
    throw unknownPlugin(id, "plugins validate", nearest(id, [...workshop.keys()]));
  }
  const plugins = id === undefined ? [...workshop.values()] : [workshop.get(id)!];
  const problems: ManifestProblem[] = [];
  for (const { discovered, bundle } of plugins) {
    const bytes = Deno.statSync(bundle.path).size;
    problems.push(...await brokenPluginRules(discovered, bytes));
  }
  if (problems.length > 0) throw new PluginProblemsError(problems);

  const validated: Validated[] = [];
  const walls = options.smoke === true ? await detectWalls(chosen.walls) : null;
  for (const plugin of plugins) {
    if (walls === null) {
      validated.push({ id: plugin.manifest.id, smoke: [], not_smoked: null });
      continue;
    }
    // Who names a plugin asks for it to be run; unnamed, only trusted code is.
    const reason = id === undefined && plugin.refusal !== null
      ? "it is not trusted; name it to run it all the same"
      : null;
    if (reason !== null) {
      validated.push({ id: plugin.manifest.id, smoke: [], not_smoked: reason });
      continue;
    }
    const cache = ensureFolder(`${places.appdata.root}/cache`);
    const folder = Deno.makeTempDirSync({ dir: cache, prefix: "smoke_" });
    try {
      const subject = plugin.refusal === null ? plugin : await rebuilt(plugin, places, folder);
      const smoke = await smokePlugin(subject, walls, folder);
      validated.push({ id: plugin.manifest.id, smoke, not_smoked: null });
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  }
  const failed = validated.flatMap(({ smoke }) => smoke).filter(({ problem }) => problem !== null);
  print(validated, options.json === true);
  return failed.length > 0 ? EXIT.failed : EXIT.ok;
}

/** The workshop; when only other plugins have problems, the one plugin by itself. */
async function openFor(
  id: string | undefined,
  places: ReturnType<typeof workshopPlaces>,
): Promise<Workshop> {
  try {
    return await openWorkshop(places);
  } catch (error) {
    if (!(error instanceof PluginProblemsError) || id === undefined) throw error;
    const own = error.problems.filter(({ plugin }) => plugin === id);
    if (own.length > 0) throw new PluginProblemsError(own);
    const { project_dir, deno_path, plugin_folders } = places;
    const cache_dir = ensureFolder(`${places.appdata.root}/cache`);
    const { plugins } = await discoverPlugins([
      { path: `${project_dir}/plugins`, origin: "builtin" },
      ...plugin_folders.map((path) => ({ path, origin: "external" as const })),
    ], { cache_dir, allow_network: places.network_allowed });
    const discovered = plugins.find((plugin) => plugin.id === id);
    if (discovered === undefined) throw error;
    const bundles = await prepareBundles([discovered], { cache_dir, project_dir, deno_path });
    const { manifest } = discovered;
    // Nobody looked up whether it is trusted: it is treated as if it were not.
    return new Map([[id, { manifest, discovered, bundle: bundles.get(id)!, refusal: error }]]);
  }
}

/** A bundle made anew: nothing that lies in the cache is believed of code nobody has trusted. */
async function rebuilt(
  { manifest, discovered }: ReadyPlugin,
  places: ReturnType<typeof workshopPlaces>,
  folder: string,
) {
  const { project_dir, deno_path } = places;
  const options = { cache_dir: folder, project_dir, deno_path, fresh: true };
  const bundles = await prepareBundles([discovered], options);
  return { manifest, bundle: bundles.get(manifest.id)! };
}

function print(validated: readonly Validated[], json: boolean): void {
  if (json) {
    const valid = validated.filter(({ smoke }) => smoke.every(({ problem }) => problem === null));
    console.log(jsonText({ valid: valid.map(({ id }) => id), plugins: validated }));
    return;
  }
  for (const { id, smoke, not_smoked } of validated) {
    const bad = smoke.filter(({ problem }) => problem !== null);
    console.log(`${bad.length === 0 ? "valid " : "FAILED"} ${id}`);
    if (not_smoked !== null) console.log(`         not run: ${not_smoked}`);
    for (const { table, status, problem, duration_ms } of smoke) {
      const end = problem === null ? `${status}, ${duration_ms} ms` : `${status}: ${problem}`;
      console.log(escapeTerminal(`         ${table}: ${end}`));
    }
  }
}
