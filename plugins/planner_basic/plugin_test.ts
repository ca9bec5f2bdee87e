import assert from "node:assert/strict";
import type { Capability, CatalogueEntry, PlanEntry } from "harness/sdk";
import { type TestStep, validatedPlugin } from "../_sdk/testing/mod.ts";
import plugin from "./plugin.ts";

const planner = validatedPlugin(import.meta.dirname!, plugin);

function entry(
  id: string,
  capabilities: readonly Capability[] = [],
  more: Partial<CatalogueEntry> = {},
): CatalogueEntry {
  const base = { name: id, version: "1.0.0", type: "analysis" as const, depends_on: [] };
  return { id, ...base, capabilities, ...more };
}

const TABLE = {
  id: { type: "int64", values: [1, 2, 3, 4] },
  height: [1.5, 2.5, 3.5, 2.5],
  weight: [5, 6, 7, 5],
  flat: [1, 1, 1, 1],
  city: ["Oslo", "Rome", "Oslo", "Rome"],
  remark: ["none", "a b", "c d", "e f"],
  day: { type: "date", values: [1, 2, 3, 4] },
} as const;

const ROLES = {
  id: "id",
  height: "measure",
  weight: "measure",
  city: "category",
  remark: "text",
  day: "timestamp",
} as const;

async function plan(step: TestStep): Promise<Map<string, PlanEntry>> {
  const { result } = await planner.run({ table: TABLE, roles: ROLES, ...step });
  return new Map(result.plan!.map((one) => [one.plugin_id, one]));
}

const ALL = ["numeric", "multi_numeric", "category", "text", "timestamp", "eventlog"]
  .map((need) => entry(`a_${need}`, [`needs_${need}` as Capability]));

Deno.test("the planner decides on every plugin of the catalogue once, with a reason", async () => {
  const catalogue = [...ALL, entry("a_free"), entry("t_clean", [], { type: "transform" })];
  const { result } = await planner.run({ table: TABLE, roles: ROLES, catalogue });
  assert.deepEqual(
    result.plan!.map((one) => one.plugin_id).sort(),
    catalogue.map((one) => one.id).sort(),
  );
  assert.ok(result.plan!.every((one) => one.reason.length > 10));
  assert.deepEqual(
    result.plan!.filter((one) => !one.selected).map((one) => one.plugin_id),
    ["a_eventlog", "t_clean"],
  );
  assert.equal(result.metrics.selected, 6);
});

Deno.test("the planner names the columns that a plugin is chosen for", async () => {
  const found = await plan({ catalogue: ALL });
  assert.equal(found.get("a_category")!.reason, 'there is 1 category column ("city")');
  assert.match(found.get("a_numeric")!.reason, /3 numeric columns \("height", "weight", "flat"\)/);
  assert.match(found.get("a_eventlog")!.reason, /needs an event log/);
});

Deno.test("the planner counts neither ids nor constant nor empty columns as numeric", async () => {
  const table = {
    id: TABLE.id,
    flat: TABLE.flat,
    height: TABLE.height,
    gone: [null, null, null, null],
  };
  const profile = {
    status: "ok" as const,
    summary: "",
    metrics: {},
    findings: [],
    artifacts: [],
    columns: [
      { name: "id", role: "id" as const, tags: [] },
      { name: "flat", role: "measure" as const, tags: ["constant"] },
    ],
  };
  const found = await plan({ table, roles: {}, upstream: { p: profile }, catalogue: ALL });
  assert.match(found.get("a_numeric")!.reason, /1 numeric column \("height"\)/);
  assert.equal(found.get("a_multi_numeric")!.selected, false);
});

Deno.test("the planner judges by type where no profile speaks", async () => {
  const found = await plan({ roles: {}, catalogue: ALL });
  const chosen = [...found.values()].filter((one) => one.selected).map((one) => one.plugin_id);
  assert.deepEqual(chosen, ["a_category", "a_multi_numeric", "a_numeric", "a_text", "a_timestamp"]);
});

Deno.test("the planner takes an event log for what has a case, an activity and a time", async () => {
  const roles = { ...ROLES, id: "case_id", city: "activity" } as const;
  assert.equal((await plan({ roles, catalogue: ALL })).get("a_eventlog")!.selected, true);
  const without = { ...ROLES, id: "case_id" } as const;
  assert.equal((await plan({ roles: without, catalogue: ALL })).get("a_eventlog")!.selected, false);
});

Deno.test("deny refuses a plugin and what depends on it, and says so", async () => {
  const catalogue = [entry("a", [], { depends_on: ["b"] }), entry("b"), entry("c")];
  const found = await plan({ catalogue, settings: { deny: ["b"] } });
  assert.equal(found.get("b")!.reason, "the setting deny names it");
  assert.match(found.get("a")!.reason, /depends on b, which is not chosen: the setting deny/);
  assert.equal(found.get("c")!.selected, true);
});

Deno.test("allow bounds the choice, and lets a transform in by name", async () => {
  const catalogue = [entry("a"), entry("b"), entry("t", [], { type: "transform" })];
  const found = await plan({ catalogue, settings: { allow: ["a", "t"] } });
  assert.deepEqual([...found.values()].map((one) => one.selected), [true, false, true]);
  assert.equal(found.get("b")!.reason, "the setting allow does not name it");
});

Deno.test("a transform is chosen when a chosen plugin depends on it, whatever comes first", async () => {
  for (const id of ["a_needs", "z_needs"]) {
    const catalogue = [
      entry(id, ["needs_numeric"], { depends_on: ["m_clean", "profile_basic"] }),
      entry("m_clean", [], { type: "transform" }),
    ];
    const found = await plan({ catalogue });
    assert.equal(found.get("m_clean")!.selected, true);
    assert.match(found.get("m_clean")!.reason, new RegExp(`${id} depends on it`));
    assert.equal(found.get(id)!.selected, true);
  }
});

Deno.test("plugins that depend on each other are refused, each once", async () => {
  const catalogue = [entry("a", [], { depends_on: ["b"] }), entry("b", [], { depends_on: ["a"] })];
  const { result } = await planner.run({ table: TABLE, catalogue });
  assert.deepEqual(result.plan!.map((one) => one.plugin_id).sort(), ["a", "b"]);
  assert.ok(result.plan!.every((one) => !one.selected && /depends on itself/.test(one.reason)));
});

for (const setting of ["allow", "deny"]) {
  Deno.test(`${setting} refuses a plugin that does not exist`, async () => {
    const step = { table: TABLE, catalogue: ALL, settings: { [setting]: ["a_numerc"] } };
    await assert.rejects(planner.run(step), { code: "E_PLANNER_UNKNOWN_PLUGIN" });
  });
}

Deno.test("max_cost stops the plan where the cells are used up, in id order", async () => {
  // 4 rows: three numeric columns for a_*, one category column for b.
  const catalogue = [
    entry("a_1", ["needs_numeric"]),
    entry("a_2", ["needs_numeric"]),
    entry("b", ["needs_category"]),
  ];
  const at = async (max_cost: number | null) => {
    const found = await plan({ catalogue, settings: { max_cost } });
    return [...found.values()].map((one) => one.selected);
  };
  assert.deepEqual(await at(null), [true, true, true]);
  assert.deepEqual(await at(28), [true, true, true]);
  assert.deepEqual(await at(27), [true, true, false]);
  assert.deepEqual(await at(16), [true, false, true]);
  assert.deepEqual(await at(0), [false, false, false]);
  const found = await plan({ catalogue, settings: { max_cost: 16 } });
  assert.equal(found.get("a_2")!.reason, "it would read 12 cells, and of max_cost (16) 4 are left");
});

Deno.test("the planner chooses nothing for a dataset without rows, and plans nothing from nothing", async () => {
  const table = { x: [] };
  const found = await plan({ table, roles: {}, catalogue: ALL });
  assert.ok([...found.values()].every((one) => !one.selected && /no rows/.test(one.reason)));
  const { result } = await planner.run({ table: TABLE, catalogue: [] });
  assert.deepEqual(result.plan, []);
});

Deno.test("the planner's reasons stay short and quoted for hostile column names", async () => {
  const name = "\u001b[31m" + "x".repeat(900) + "\n";
  const found = await plan({
    table: { [name]: [1, 2, 2] },
    roles: {},
    catalogue: [entry("a", ["needs_numeric"])],
  });
  const { reason } = found.get("a")!;
  assert.ok(reason.length < 120);
  assert.ok(!/\p{Cc}/u.test(reason));
});
