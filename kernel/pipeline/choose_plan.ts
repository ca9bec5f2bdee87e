import type { PlanEntry } from "../contract/result.ts";
import type { ReportPlanEntry } from "../contract/report.ts";
import { type GraphNode, withDependencies } from "../schedule/topology.ts";
import { invalidPlan } from "./errors.ts";

/**
 * How plugins are chosen: by the planner, all of them, or by name. A list may hold `auto` or `all`
 * as well: then what it names comes on top.
 */
export type Choice = "auto" | "all" | readonly string[];

/**
 * Who chooses the analyses.
 * @param choice as the user gave it
 */
export function chooserOf(choice: Choice): "auto" | "all" | "named" {
  if (typeof choice === "string") return choice;
  return choice.includes("auto") ? "auto" : choice.includes("all") ? "all" : "named";
}

/**
 * The plan of a run chosen by hand: what was asked for, and what that depends on.
 * @param catalogue every analysis and transform plugin
 * @param choice all, or ids, each in the catalogue
 * @returns one entry a plugin of the catalogue, in id order
 */
export function planByHand(
  catalogue: readonly GraphNode[],
  choice: "all" | readonly string[],
): readonly ReportPlanEntry[] {
  const wanted = new Set(choice === "all" ? catalogue.map(({ id }) => id) : choice);
  return complete(
    catalogue,
    sortedIds(catalogue).map((id) => ({
      plugin_id: id,
      selected: wanted.has(id),
      reason: choice === "all"
        ? "all plugins were asked for"
        : wanted.has(id)
        ? "named by the user"
        : "not named by the user",
      decided_by: "user",
    })),
  );
}

/**
 * The plan of a planner plugin, checked and completed by dependencies.
 * @param catalogue every analysis and transform plugin
 * @param plan as the planner sent it
 * @param named ids that the user wants besides
 * @throws CodedError E_PLAN_INVALID unless every catalogue id is there exactly once and no other
 */
export function planByPlanner(
  catalogue: readonly GraphNode[],
  plan: readonly PlanEntry[] | undefined,
  named: readonly string[] = [],
): readonly ReportPlanEntry[] {
  if (plan === undefined) throw invalidPlan("the result has no plan");
  const ids = new Set(catalogue.map(({ id }) => id));
  const byId = new Map<string, PlanEntry>();
  for (const entry of plan) {
    const id = JSON.stringify(entry.plugin_id);
    if (!ids.has(entry.plugin_id)) throw invalidPlan(`${id} is not in the catalogue`);
    if (byId.has(entry.plugin_id)) throw invalidPlan(`${id} is in it twice`);
    byId.set(entry.plugin_id, entry);
  }
  return complete(
    catalogue,
    sortedIds(catalogue).map((id) => {
      const entry = byId.get(id);
      if (entry === undefined) throw invalidPlan(`${id} is not in it`);
      return !entry.selected && named.includes(id)
        ? { ...entry, selected: true, reason: "named by the user", decided_by: "user" }
        : { ...entry, decided_by: "planner" };
    }),
  );
}

/** Selects what the selected entries depend on, saying so. */
function complete(
  catalogue: readonly GraphNode[],
  entries: readonly ReportPlanEntry[],
): readonly ReportPlanEntry[] {
  const selected = entries.filter((entry) => entry.selected).map(({ plugin_id }) => plugin_id);
  const needed = new Set(withDependencies(catalogue, selected));
  return entries.map((entry) => {
    if (entry.selected || !needed.has(entry.plugin_id)) return entry;
    const needers = catalogue
      .filter(({ id, depends_on }) => needed.has(id) && depends_on.includes(entry.plugin_id))
      .map(({ id }) => id).sort();
    return {
      ...entry,
      selected: true,
      reason: `needed by ${needers.join(", ")}`,
      decided_by: "dependency",
    };
  });
}

function sortedIds(catalogue: readonly GraphNode[]): string[] {
  return catalogue.map(({ id }) => id).sort();
}
