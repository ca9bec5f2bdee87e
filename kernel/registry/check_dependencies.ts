import type { PluginType } from "../contract/manifest.ts";
import { nearest } from "../diagnostics/nearest.ts";

/** What has run when a plugin of a type begins, and so may be depended on. */
export const RUNS_BEFORE: Readonly<Record<PluginType, readonly PluginType[]>> = {
  ingest: [],
  profile: [],
  planner: ["profile"],
  transform: ["profile", "transform"],
  analysis: ["profile", "transform", "analysis"],
  report: [],
  llm: ["report"],
};

/** A dependency that cannot be met. */
export interface DependencyProblem {
  /** Plugin whose `depends_on` is at fault. */
  readonly plugin_id: string;
  /** Index in its `depends_on`. */
  readonly index: number;
  readonly message: string;
  readonly fix: string;
}

/**
 * Finds unknown dependencies, those that run too late, and circles; a circle is reported once, as a path that starts with
 * its alphabetically first plugin: `a → b → a`.
 * @param dependencies `depends_on` by plugin id
 * @param types of the plugins, by id; one without a type is not asked when it runs
 * @param known further ids that exist but could not be read, so that they are not called unknown
 */
export function checkDependencies(
  dependencies: ReadonlyMap<string, readonly string[]>,
  types: ReadonlyMap<string, PluginType> = new Map(),
  known: ReadonlySet<string> = new Set(),
): DependencyProblem[] {
  const problems: DependencyProblem[] = [];
  const ids = [...dependencies.keys()].sort();
  for (const id of ids) {
    dependencies.get(id)!.forEach((needed, index) => {
      const [own, of] = [types.get(id), types.get(needed)];
      if (own !== undefined && of !== undefined && !RUNS_BEFORE[own].includes(of)) {
        problems.push({
          plugin_id: id,
          index,
          message: `depends on "${needed}" of type ${of}, for which a plugin of type ${own} ` +
            `cannot wait`,
          fix: RUNS_BEFORE[own].length === 0
            ? "remove the dependency"
            : `depend on a plugin of type ${RUNS_BEFORE[own].join(" or ")}`,
        });
      }
      if (dependencies.has(needed) || known.has(needed)) return;
      const meant = nearest(needed, ids.filter((other) => other !== id));
      problems.push({
        plugin_id: id,
        index,
        message: `depends on "${needed}", which is not there`,
        fix: meant === undefined ? "install it, or remove the dependency" : `write "${meant}"`,
      });
    });
  }
  const done = new Set<string>();
  for (const id of ids) followCircles(id, dependencies, [], done, problems);
  return problems;
}

function followCircles(
  id: string,
  dependencies: ReadonlyMap<string, readonly string[]>,
  path: readonly string[],
  done: Set<string>,
  problems: DependencyProblem[],
): void {
  const before = path.indexOf(id);
  if (before >= 0) {
    const circle = path.slice(before);
    const first = circle.indexOf([...circle].sort()[0]!);
    const turned = [...circle.slice(first), ...circle.slice(0, first)];
    const next = turned[1] ?? turned[0]!;
    problems.push({
      plugin_id: turned[0]!,
      index: dependencies.get(turned[0]!)!.indexOf(next),
      message: `depends on itself: ${[...turned, turned[0]].join(" → ")}`,
      fix: "remove one of these dependencies",
    });
    return;
  }
  if (done.has(id)) return;
  for (const needed of [...(dependencies.get(id) ?? [])].sort()) {
    if (dependencies.has(needed)) {
      followCircles(needed, dependencies, [...path, id], done, problems);
    }
  }
  done.add(id);
}
