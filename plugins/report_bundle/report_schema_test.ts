import assert from "node:assert/strict";
import Ajv2020 from "ajv/dist/2020.js";
import type { Report } from "harness/sdk";
import { exampleReport } from "./testing/example_report.ts";

const SCHEMA = JSON.parse(
  Deno.readTextFileSync(new URL("../../schemas/report.schema.json", import.meta.url)),
);
const validate = new Ajv2020.default({ strict: true, allErrors: true }).compile(SCHEMA);

/** A deep, plain copy that a test may break. */
// deno-lint-ignore no-explicit-any
function broken(mutate: (report: any) => void): unknown {
  const copy = structuredClone(exampleReport());
  mutate(copy);
  return copy;
}

Deno.test("report.schema.json accepts a good report", () => {
  const report: Report = exampleReport();
  assert.equal(validate(report), true, JSON.stringify(validate.errors));
});

Deno.test("report.schema.json accepts a run that failed before it had a table or a plan", () => {
  const report: Report = {
    ...exampleReport(),
    status: "failed",
    datasets: [],
    plan: [],
    plugins: {},
    errors: [{ plugin_id: null, code: "E_PIPELINE_NO_INGEST", message: "No plugin reads this." }],
  };
  assert.equal(validate(report), true, JSON.stringify(validate.errors));
});

const SCAN = "analysis_scan_statistics";

/** What each mutation breaks, and where the schema must say so. */
// deno-lint-ignore no-explicit-any
const MUTATIONS: readonly (readonly [string, string, (r: any) => void])[] = [
  ["a missing run key", "", (r) => delete r.run_key],
  ["a time", "", (r) => r.created_at = "2026-01-01"],
  ["another version", "/schema_version", (r) => r.schema_version = "2.0"],
  ["a short run key", "/run_key", (r) => r.run_key = "abc"],
  ["a negative seed", "/seed", (r) => r.seed = -1],
  ["a fractional seed", "/seed", (r) => r.seed = 0.5],
  ["an unknown status", "/status", (r) => r.status = "interrupted"],
  ["an input with a path", "/inputs/0", (r) => r.inputs[0].path = "/home/me"],
  ["an upper-case hash", "/inputs/0/sha256", (r) => r.inputs[0].sha256 = "A".repeat(64)],
  ["negative rows", "/datasets/0/rows", (r) => r.datasets[0].rows = -1],
  ["an unknown type", "/datasets/0/columns/0/type", (r) => r.datasets[0].columns[0].type = "i32"],
  ["an unknown role", "/datasets/0/columns/0/role", (r) => r.datasets[0].columns[0].role = "x"],
  ["a plan without a reason", "/plan/0", (r) => delete r.plan[0].reason],
  ["a plan nobody decided", "/plan/0/decided_by", (r) => r.plan[0].decided_by = "chance"],
  ["a plugin id with a dot", "/plugins", (r) => r.plugins["a.b"] = r.plugins[SCAN]],
  ["a report step", `/plugins/${SCAN}/type`, (r) => r.plugins[SCAN].type = "report"],
  ["a duration", `/plugins/${SCAN}`, (r) => r.plugins[SCAN].duration_ms = 5],
  ["an unknown step status", `/plugins/${SCAN}/status`, (r) => r.plugins[SCAN].status = "done"],
  ["a failure without a reason", `/plugins/${SCAN}/error`, (r) => r.plugins[SCAN].status = "oom"],
  [
    "an error of a step that worked",
    `/plugins/${SCAN}/error`,
    (r) => r.plugins[SCAN].error = { code: "E_PLUGIN_THREW", message: "no" },
  ],
  [
    "a stack",
    `/plugins/${SCAN}/error`,
    (r) => {
      r.plugins[SCAN].status = "error";
      r.plugins[SCAN].error = { code: "E_PLUGIN_THREW", message: "no", stack: "at x" };
    },
  ],
  ["a short id", `/plugins/${SCAN}/findings/0/id`, (r) => r.plugins[SCAN].findings[0].id = "a1"],
  [
    "no evidence",
    `/plugins/${SCAN}/findings/0`,
    (r) => delete r.plugins[SCAN].findings[0].evidence,
  ],
  [
    "a p-value of 2",
    `/plugins/${SCAN}/findings/0/p_value`,
    (r) => r.plugins[SCAN].findings[0].p_value = 2,
  ],
  [
    "a confidence for a measurement type",
    `/plugins/${SCAN}/findings/0/measurement_type`,
    (r) => r.plugins[SCAN].findings[0].measurement_type = "guessed",
  ],
  [
    "a negative row",
    `/plugins/${SCAN}/findings/0/evidence/row_ranges/0/start`,
    (r) => r.plugins[SCAN].findings[0].evidence.row_ranges[0].start = -1,
  ],
  [
    "a range with a label",
    `/plugins/${SCAN}/findings/0/evidence/row_ranges/0`,
    (r) => r.plugins[SCAN].findings[0].evidence.row_ranges[0].label = "x",
  ],
  [
    "an artifact with a path",
    `/plugins/${SCAN}/artifacts/0/name`,
    (r) => r.plugins[SCAN].artifacts[0].name = "../x.json",
  ],
  ["a budget that says nothing", `/plugins/${SCAN}/budget`, (r) => r.plugins[SCAN].budget = {}],
  [
    "an error without a plugin id",
    "/errors/0",
    (r) => r.errors = [{ code: "E_RUN_FAILED", message: "x" }],
  ],
  [
    "an error code of no form",
    "/errors/0/code",
    (r) => r.errors = [{ code: "oops", message: "x", plugin_id: null }],
  ],
];

for (const [what, where, mutate] of MUTATIONS) {
  Deno.test(`report.schema.json refuses ${what}`, () => {
    assert.equal(validate(broken(mutate)), false);
    const places = validate.errors!.map((error) => error.instancePath);
    assert.ok(places.includes(where), `expected a problem at "${where}", got ${places.join(", ")}`);
  });
}
