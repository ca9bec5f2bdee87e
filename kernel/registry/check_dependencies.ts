import { nearest } from "../diagnostics/nearest.ts";

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
 * Finds unknown dependencies and circles; a circle is reported once, as a path that starts with
 * its alphabetically first plugin: `a → b → a`.
 * @param dependencies `depends_on` by plugin id
 * @param known further ids that exist but could not be read, so that they are not called unknown
 */
export function checkDependencies(
  dependencies: ReadonlyMap<string, readonly string[]>,
  known: ReadonlySet<string> = new Set(),
): DependencyProblem[] {
  const problems: DependencyProblem[] = [];
  const ids = [...dependencies.keys()].sort();
  for (const id of ids) {
    dependencies.get(id)!.forEach((needed, index) => {
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
