import { RUNS_BEFORE } from "../registry/check_dependencies.ts";
import { cycleThrough } from "../schedule/topology.ts";
import { dependencyTooLate, missingDependency, pluginCycle } from "./errors.ts";
import type { ReadyPlugin, Workshop } from "./ready_plugin.ts";

/**
 * The workshop in which every plugin that can never start is refused, with the reason: it waits for
 * itself, for one that is not there, or for one that runs later. What waits for such a plugin is
 * not refused here: it is skipped when its turn comes, as after any failure.
 * @param workshop every plugin by id, in id order
 */
export function refuseUnmetPlugins(workshop: Workshop): Workshop {
  const nodes = new Map(
    [...workshop].map(([id, { manifest }]) => [id, { id, depends_on: manifest.depends_on }]),
  );
  return new Map([...workshop].map(([id, plugin]): [string, ReadyPlugin] => {
    const { type, depends_on } = plugin.manifest;
    const missing = depends_on.find((needed) => !workshop.has(needed));
    if (missing !== undefined) return [id, { ...plugin, refusal: missingDependency(id, missing) }];
    const cycle = cycleThrough(id, nodes);
    if (cycle !== undefined) return [id, { ...plugin, refusal: pluginCycle(cycle) }];
    const late = depends_on.find((needed) =>
      !RUNS_BEFORE[type].includes(workshop.get(needed)!.manifest.type)
    );
    if (late === undefined) return [id, plugin];
    const of = workshop.get(late)!.manifest.type;
    return [id, { ...plugin, refusal: dependencyTooLate(id, type, late, of) }];
  }));
}
