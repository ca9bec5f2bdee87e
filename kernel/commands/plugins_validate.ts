import { nearest } from "../diagnostics/nearest.ts";
import { openWorkshop, type Workshop } from "../pipeline/workshop.ts";
import { PluginProblemsError } from "../registry/errors.ts";
import { unknownPlugin } from "../pipeline/errors.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { workshopPlaces } from "./places.ts";
import { runOptions } from "./run_options.ts";

/** `plugins validate [id]`: checks manifests, schemas, defaults and bundles; says what is wrong. */
export default async function pluginsValidate(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  let workshop: Workshop;
  try {
    workshop = await openWorkshop(workshopPlaces(runOptions(options)));
  } catch (error) {
    if (!(error instanceof PluginProblemsError) || id === undefined) throw error;
    const own = error.problems.filter(({ plugin }) => plugin === id);
    if (own.length > 0) throw new PluginProblemsError(own);
    print(options.json === true, [id]);
    return EXIT.ok;
  }
  const ids = [...workshop.keys()];
  if (id !== undefined && !workshop.has(id)) {
    throw unknownPlugin(id, "plugins validate", nearest(id, ids));
  }
  print(options.json === true, id === undefined ? ids : [id]);
  return EXIT.ok;
}

function print(json: boolean, ids: readonly string[]): void {
  if (json) console.log(JSON.stringify({ valid: ids }));
  else console.log(ids.map((id) => `valid  ${id}`).join("\n"));
}
