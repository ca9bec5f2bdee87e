/** A node of a graph: its id and what must end before it starts. */
export interface GraphNode {
  readonly id: string;
  readonly depends_on: readonly string[];
}

/**
 * A cycle of a dependency graph as a path that ends where it began (`a → b → a`), or undefined.
 * Dependencies on ids outside the graph are passed over. Deterministic: the first cycle by id.
 * @param nodes any order
 */
export function findCycle(nodes: readonly GraphNode[]): readonly string[] | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const done = new Set<string>();
  for (const start of [...byId.keys()].sort()) {
    // An explicit stack: a plugin folder can hold a chain longer than the call stack.
    const path: { id: string; next: number }[] = [];
    const onPath = new Set<string>();
    if (!done.has(start)) {
      path.push({ id: start, next: 0 });
      onPath.add(start);
    }
    while (path.length > 0) {
      const top = path.at(-1)!;
      const dependencies = [...byId.get(top.id)!.depends_on].sort();
      const dependency = dependencies[top.next++];
      if (dependency === undefined) {
        done.add(top.id);
        onPath.delete(top.id);
        path.pop();
      } else if (onPath.has(dependency)) {
        const ids = path.map(({ id }) => id);
        return [...ids.slice(ids.indexOf(dependency)), dependency];
      } else if (byId.has(dependency) && !done.has(dependency)) {
        path.push({ id: dependency, next: 0 });
        onPath.add(dependency);
      }
    }
  }
  return undefined;
}

/**
 * The nodes that `wanted` needs, itself included, in id order.
 * @param nodes the whole graph; ids outside it are passed over
 * @param wanted ids to start from
 */
export function withDependencies(
  nodes: readonly GraphNode[],
  wanted: readonly string[],
): readonly string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Set<string>();
  const open = [...wanted];
  while (open.length > 0) {
    const id = open.pop()!;
    const node = byId.get(id);
    if (node === undefined || found.has(id)) continue;
    found.add(id);
    open.push(...node.depends_on);
  }
  return [...found].sort();
}
