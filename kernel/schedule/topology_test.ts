import assert from "node:assert/strict";
import { cycleThrough, type GraphNode, withDependencies } from "./topology.ts";

function graph(...nodes: GraphNode[]): Map<string, GraphNode> {
  return new Map(nodes.map((node) => [node.id, node]));
}

Deno.test("cycleThrough() gives the shortest way back as a path that ends where it began", () => {
  const nodes = graph(
    { id: "a", depends_on: ["b"] },
    { id: "b", depends_on: ["z", "d", "c"] },
    { id: "c", depends_on: ["b"] },
    { id: "d", depends_on: ["c"] },
    { id: "e", depends_on: ["e", "a"] },
  );
  assert.equal(cycleThrough("a", nodes), undefined, "it waits for a circle and is not in it");
  assert.deepEqual(cycleThrough("b", nodes), ["b", "c", "b"]);
  assert.deepEqual(cycleThrough("c", nodes), ["c", "b", "c"]);
  assert.deepEqual(cycleThrough("d", nodes), ["d", "c", "b", "d"]);
  assert.deepEqual(cycleThrough("e", nodes), ["e", "e"]);
});

Deno.test("cycleThrough() finds none in a diamond, nor across a long chain", () => {
  const diamond = graph(
    { id: "d", depends_on: ["b", "c"] },
    { id: "b", depends_on: ["a"] },
    { id: "c", depends_on: ["a", "unknown"] },
    { id: "a", depends_on: [] },
  );
  for (const id of diamond.keys()) assert.equal(cycleThrough(id, diamond), undefined);
  const chain = graph(
    ...Array.from({ length: 20_000 }, (_, i) => ({
      id: `n${i}`,
      depends_on: i === 0 ? [] : [`n${i - 1}`],
    })),
  );
  assert.equal(cycleThrough("n19999", chain), undefined);
});

Deno.test("withDependencies() adds what is needed and nothing else, in id order", () => {
  const nodes = [
    { id: "c", depends_on: ["b"] },
    { id: "b", depends_on: ["a"] },
    { id: "a", depends_on: [] },
    { id: "x", depends_on: ["a"] },
  ];
  assert.deepEqual(withDependencies(nodes, ["c"]), ["a", "b", "c"]);
  assert.deepEqual(withDependencies(nodes, ["nothing"]), []);
});
