import { type Capability, type CatalogueEntry, CodedError, type PlanEntry } from "harness/sdk";
import type { SuitableColumns } from "./suitable_columns.ts";

/** What the user leaves to the planner. */
export interface PlannerSettings {
  /** Ids of the only plugins that may be chosen; null: all but transforms. */
  readonly allow: readonly string[] | null;
  readonly deny: readonly string[];
  /** Most cells that all chosen plugins together may read; null: no bound. */
  readonly max_cost: number | null;
}

/** A plan, and the cells that its plugins read. */
export interface ChosenPlugins {
  readonly plan: readonly PlanEntry[];
  readonly cost: number;
}

/** What a capability needs, in words: one column, and several. */
const NEEDS: Readonly<Record<Capability, readonly [need: string, noun: string]>> = {
  needs_numeric: ["a numeric column that varies and is no id", "numeric"],
  needs_multi_numeric: ["two numeric columns that vary and are no ids", "numeric"],
  needs_category: ["a column of categories", "category"],
  needs_text: ["a column of text", "text"],
  needs_timestamp: ["a column of times", "time"],
  needs_eventlog: ["an event log: a case, an activity and a time", "event log"],
};

/**
 * Decides on every plugin of a catalogue, in id order, a plugin's dependencies before it.
 *
 * A plugin is chosen when the settings allow it, the dataset has a column for each of its
 * capabilities, what it depends on is chosen too, and its cost, rows × suitable columns, still fits.
 * Transforms change the data: they are chosen only by name in `allow`, or because another needs
 * them.
 * @param catalogue analysis and transform plugins
 * @param rows of the dataset
 * @param columns how many the dataset has: a plugin without capabilities reads them all
 * @param suitable columns by capability
 * @param settings see {@link PlannerSettings}
 * @throws CodedError E_PLANNER_UNKNOWN_PLUGIN when allow or deny name what is not in the catalogue
 */
export function choosePlugins(
  catalogue: readonly CatalogueEntry[],
  rows: number,
  columns: number,
  suitable: SuitableColumns,
  settings: PlannerSettings,
): ChosenPlugins {
  const sorted = [...catalogue].sort((a, b) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  const byId = new Map(sorted.map((entry) => [entry.id, entry]));
  for (const id of [...settings.allow ?? [], ...settings.deny]) {
    if (!byId.has(id)) throw unknownPlugin(id, [...byId.keys()]);
  }
  const plan = new Map<string, PlanEntry>();
  const open = new Set<string>();
  let cost = 0;

  function decide(entry: CatalogueEntry, neededBy: string | null): PlanEntry {
    const known = plan.get(entry.id);
    if (known?.selected || (known !== undefined && neededBy === null)) return known;
    // The kernel refuses cycles; here they only have to end.
    if (open.has(entry.id)) {
      return { plugin_id: entry.id, selected: false, reason: "it depends on itself" };
    }
    open.add(entry.id);
    const refusal = refusalOf(entry, neededBy);
    open.delete(entry.id);
    const decided = {
      plugin_id: entry.id,
      selected: refusal === null,
      reason: refusal ?? reasonFor(entry, suitable, neededBy),
    };
    plan.set(entry.id, decided);
    return decided;
  }

  function refusalOf(entry: CatalogueEntry, neededBy: string | null): string | null {
    const { id, capabilities } = entry;
    if (settings.deny.includes(id)) return "the setting deny names it";
    if (settings.allow !== null && !settings.allow.includes(id)) {
      return "the setting allow does not name it";
    }
    if (entry.type === "transform" && settings.allow === null && neededBy === null) {
      return "it changes the data, and such plugins are chosen by name or need";
    }
    if (rows === 0) return "the dataset has no rows";
    const lacking = capabilities.find((capability) => suitable[capability].length === 0);
    if (lacking !== undefined) {
      return `it needs ${NEEDS[lacking][0]}, which this dataset does not have`;
    }
    for (const dependency of entry.depends_on) {
      const needed = byId.get(dependency);
      // Profiles and other steps of the pipeline are not for the planner to choose.
      if (needed === undefined) continue;
      const { selected, reason } = decide(needed, id);
      if (!selected) return `it depends on ${dependency}, which is not chosen: ${reason}`;
    }
    const own = rows * columnsRead(entry, columns, suitable);
    if (settings.max_cost !== null && !(cost + own <= settings.max_cost)) {
      return `it would read ${own} cells, and of max_cost (${settings.max_cost}) ` +
        `${settings.max_cost - cost} are left`;
    }
    cost += own;
    return null;
  }

  for (const entry of sorted) decide(entry, null);
  return { plan: [...plan.values()], cost };
}

function columnsRead(entry: CatalogueEntry, columns: number, suitable: SuitableColumns): number {
  if (entry.capabilities.length === 0) return columns;
  return new Set(entry.capabilities.flatMap((capability) => suitable[capability])).size;
}

function reasonFor(
  { capabilities }: CatalogueEntry,
  suitable: SuitableColumns,
  neededBy: string | null,
): string {
  const found = capabilities.map((capability) => {
    const names = suitable[capability];
    const noun = `${NEEDS[capability][1]} column${names.length === 1 ? "" : "s"}`;
    return `${names.length} ${noun} (${listed(names)})`;
  });
  const has = found.length === 0
    ? "it needs nothing special of the data"
    : `there ${found[0]!.startsWith("1 ") ? "is" : "are"} ${found.join(" and ")}`;
  return neededBy === null ? has : `${neededBy} depends on it; ${has}`;
}

/** The first three names, each at most 40 characters, quoted because names are anything. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) =>
    JSON.stringify(name.length > 40 ? `${name.slice(0, 40).toWellFormed()}…` : name)
  );
  return names.length > 3 ? `${shown.join(", ")}, …` : shown.join(", ");
}

function unknownPlugin(id: string, known: readonly string[]): CodedError {
  return new CodedError(
    "E_PLANNER_UNKNOWN_PLUGIN",
    `The planner's settings name ${
      JSON.stringify(id)
    }, which is no analysis or transform plugin here`,
    known.length === 0 ? "There are none" : `Name some of ${known.slice(0, 30).join(", ")}`,
  );
}
