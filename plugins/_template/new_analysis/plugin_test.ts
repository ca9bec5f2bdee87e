import { createRng, type Rng } from "harness/sdk";
import { near, testPlugin } from "harness/testing";
import plugin from "./plugin.ts";

function noise(rng: Rng, rows: number): number[] {
  return Array.from({ length: rows }, () => rng.normal());
}

const rng = createRng("7e".repeat(32), "plugin_test");
const calm = noise(rng, 60);
const rising = noise(rng, 60).map((value, row) => value + row / 15);

// Runs every case in memory and again behind the walls, and checks the rules for all plugins.
testPlugin(import.meta.dirname!, plugin, {
  sample: { table: { calm, rising } },
  order_of_rows: "matters",
  valid: [
    { name: "noise has no trend", table: { calm }, status: "ok" },
    {
      name: "what cannot be tested is not applicable",
      table: { constant: calm.map(() => 7), empty: calm.map(() => null), calm },
      status: "ok",
      not_applicable: [["constant"], ["empty"]],
    },
    { name: "a table of text is skipped", table: { word: ["a", "b"] }, status: "skipped" },
  ],
  findings: [
    {
      name: "a column that rises is found",
      table: { calm, rising },
      expect: [{
        kind: "trend",
        column: "rising",
        correlation: near(0.75, 0.15),
        p_value: 0.001,
        q_value: 0.002,
        evidence: { row_ranges: [{ start: 0, end: 60 }] },
      }],
      metrics: { columns_tested: 2, trends_total: 1 },
    },
    {
      name: "rows without a value are not cited",
      table: { rising: rising.map((value, row) => row === 20 ? null : value) },
      expect: [{
        kind: "trend",
        values: 59,
        evidence: { row_ranges: [{ start: 0, end: 20 }, { start: 21, end: 60 }] },
      }],
    },
  ],
  refuses: [
    {
      name: "a column that is not there",
      table: { calm },
      settings: { columns: ["clam"] },
      code: "E_COLUMN_UNKNOWN",
    },
    {
      name: "no permutations",
      table: { calm },
      settings: { n_permutations: 0 },
      code: "E_SETTINGS_INVALID",
    },
  ],
  null_calibration: [{
    name: "noise",
    table: (own) => ({ x: noise(own, 25) }),
    settings: { n_permutations: 99 },
    trials: 300,
    level: 0.05,
    exact: true,
  }],
  power: [{
    name: "a rise of 2 sd over 60 rows",
    table: (own) => ({ x: noise(own, 60).map((value, row) => value + row / 30) }),
    settings: { n_permutations: 99 },
    found: ({ column }) => column === "x",
    trials: 50,
    at_least: 0.9,
  }],
});
