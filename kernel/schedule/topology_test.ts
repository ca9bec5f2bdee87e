import assert from "node:assert/strict";
import { findCycle, withDependencies } from "./topology.ts";

Deno.test("findCycle() gives the cycle as a path that ends where it began", () => {
  assert.deepEqual(
    findCycle([
      { id: "a", depends_on: ["b"] },
      { id: "b", depends_on: ["c", "z"] },
      { id: "c", depends_on: ["b"] },
    ]),
    ["b", "c", "b"],
  );
  assert.deepEqual(findCycle([{ id: "a", depends_on: ["a"] }]), ["a", "a"]);
});

Deno.test("findCycle() finds none in a diamond, nor across a long chain", () => {
  assert.equal(
    findCycle([
      { id: "d", depends_on: ["b", "c"] },
      { id: "b", depends_on: ["a"] },
      { id: "c", depends_on: ["a", "unknown"] },
      { id: "a", depends_on: [] },
    ]),
    undefined,
  );
  const chain = Array.from({ length: 20_000 }, (_, i) => ({
    id: `n${i}`,
    depends_on: i === 0 ? [] : [`n${i - 1}`],
  }));
  assert.equal(findCycle(chain), undefined);
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
