import assert from "node:assert/strict";
import { chooserOf, planByHand, planByPlanner } from "./choose_plan.ts";

const CATALOGUE = [
  { id: "c", depends_on: ["b"] },
  { id: "a", depends_on: [] },
  { id: "b", depends_on: [] },
];

function selected(plan: ReturnType<typeof planByHand>): string[] {
  return plan.filter((entry) => entry.selected).map((e) => `${e.plugin_id} by ${e.decided_by}`);
}

Deno.test("planByHand() adds what the named plugins depend on and says so", () => {
  const plan = planByHand(CATALOGUE, ["c"]);
  assert.deepEqual(plan.map(({ plugin_id }) => plugin_id), ["a", "b", "c"]);
  assert.deepEqual(selected(plan), ["b by dependency", "c by user"]);
  assert.equal(plan[1]!.reason, "needed by c");
});

Deno.test("planByHand() selects every plugin of the catalogue on all", () => {
  assert.deepEqual(selected(planByHand(CATALOGUE, "all")), ["a by user", "b by user", "c by user"]);
});

Deno.test("planByHand() selects what can never start as well: the run says why it does not", () => {
  const catalogue = [
    { id: "a", depends_on: ["gone"] },
    { id: "b", depends_on: ["c"] },
    { id: "c", depends_on: ["b"] },
  ];
  assert.deepEqual(selected(planByHand(catalogue, ["a"])), ["a by user"]);
  assert.deepEqual(selected(planByHand(catalogue, ["c"])), ["b by dependency", "c by user"]);
});

Deno.test("planByPlanner() follows the planner and completes it", () => {
  const plan = planByPlanner(CATALOGUE, [
    { plugin_id: "c", selected: true, reason: "fits", settings: { x: 1 } },
    { plugin_id: "b", selected: false, reason: "no" },
    { plugin_id: "a", selected: false, reason: "no" },
  ]);
  assert.deepEqual(selected(plan), ["b by dependency", "c by planner"]);
  assert.deepEqual(plan[2]!.settings, { x: 1 });
});

Deno.test("planByPlanner() refuses a plan that misses, repeats or invents a plugin", () => {
  const entry = (plugin_id: string) => ({ plugin_id, selected: false, reason: "r" });
  for (
    const plan of [
      undefined,
      [entry("a"), entry("b")],
      [entry("a"), entry("b"), entry("c"), entry("c")],
      [entry("a"), entry("b"), entry("c"), entry("d")],
    ]
  ) {
    assert.throws(() => planByPlanner(CATALOGUE, plan), { code: "E_PLAN_INVALID" });
  }
});

Deno.test("a list may hold auto: the planner's choice, and what is named on top of it", () => {
  const nodes = [{ id: "a", depends_on: [] }, { id: "b", depends_on: [] }];
  const planned = nodes.map(({ id }) => ({ plugin_id: id, selected: id === "a", reason: "why" }));
  const [a, b] = planByPlanner(nodes, planned, ["auto", "b"]);
  assert.deepEqual([a?.selected, a?.decided_by], [true, "planner"]);
  assert.deepEqual([b?.selected, b?.decided_by], [true, "user"]);
  assert.equal(chooserOf(["auto", "b"]), "auto");
  assert.equal(chooserOf(["b", "all"]), "all");
  assert.equal(chooserOf(["b"]), "named");
});
