/** A node of a graph: its id and what must end before it starts. */
export interface GraphNode {
  readonly id: string;
  readonly depends_on: readonly string[];
}

/**
 * The shortest way from a node back to itself along its dependencies, as a path that ends where it
 * began (`a → b → a`), or undefined. Of equally short ones the first by id. Dependencies on ids
 * outside the graph are passed over.
 * @param id where to start
 * @param nodes the graph, by id
 */
export function cycleThrough(
  id: string,
  nodes: ReadonlyMap<string, GraphNode>,
): readonly string[] | undefined {
  // Breadth first; each node with the one it was reached from.
  const from = new Map<string, string>();
  const reached = [id];
  for (const at of reached) {
    for (const next of [...nodes.get(at)?.depends_on ?? []].sort()) {
      if (next === id) {
        const path = [id];
        for (let step: string | undefined = at; step !== undefined; step = from.get(step)) {
          path.unshift(step);
        }
        return path;
      }
      if (from.has(next)) continue;
      from.set(next, at);
      reached.push(next);
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
