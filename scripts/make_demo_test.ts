import assert from "node:assert/strict";
import { EFFECTS, HOT_DAY, makeDemo, ROWS, SEAL_CHANGE } from "./make_demo.ts";
import { parse } from "csv-parse/sync";

const DEMO = new URL("../fixtures/demo.csv", import.meta.url);

function columnsOf(text: string): Map<string, string[]> {
  const [header, ...rows] = parse(text) as string[][];
  return new Map(header!.map((name, c) => [name, rows.map((row) => row[c]!)]));
}

function mean(cells: readonly string[]): number {
  const present = cells.filter((cell) => cell !== "").map(Number);
  return present.reduce((sum, x) => sum + x, 0) / present.length;
}

Deno.test("fixtures/demo.csv is what makeDemo() writes", () => {
  assert.equal(Deno.readTextFileSync(DEMO), makeDemo());
});

Deno.test("makeDemo() leaves every other number as it is when an effect is left out", () => {
  const whole = columnsOf(makeDemo());
  const touched: Record<string, readonly string[]> = {
    hot_day: ["mould_temp_c"],
    seal_change: ["hydraulic_bar"],
    wrong_meter: ["energy_kwh"],
    supplier_change: ["torque_nm"],
    products: ["part_length_mm", "part_weight_g", "energy_kwh"],
    defect_causes: ["defect_pct"],
    missing_cells: ["mould_temp_c", "vibration_mm_s"],
    constant_column: ["plant_code"],
    duplicated_column: ["noise_level_db"],
    email_column: ["operator_email"],
  };
  for (const effect of EFFECTS) {
    const part = columnsOf(makeDemo(new Set([effect])));
    const changed = [...whole.keys()].filter((name) =>
      JSON.stringify(part.get(name)) !== JSON.stringify(whole.get(name))
    );
    assert.deepEqual(changed, touched[effect], effect);
  }
});

Deno.test("makeDemo() plants what fixtures/README.md says", () => {
  const columns = columnsOf(makeDemo());
  const temperature = columns.get("mould_temp_c")!;
  assert.equal(temperature.length, ROWS);
  const inside = mean(temperature.slice(HOT_DAY.start, HOT_DAY.end));
  const outside = mean([...temperature.slice(0, HOT_DAY.start), ...temperature.slice(HOT_DAY.end)]);
  assert.ok(Math.abs(inside - outside - 2.1) < 0.6, `${inside} against ${outside}`);
  const pressure = columns.get("hydraulic_bar")!;
  const drop = mean(pressure.slice(0, SEAL_CHANGE)) - mean(pressure.slice(SEAL_CHANGE));
  assert.ok(Math.abs(drop - 1.4) < 0.4, String(drop));
});

Deno.test("fixtures/nile.csv has the published sums, years and shift", () => {
  const columns = columnsOf(
    Deno.readTextFileSync(new URL("../fixtures/nile.csv", import.meta.url)),
  );
  const years = columns.get("year")!.map(Number);
  const flow = columns.get("flow")!.map(Number);
  assert.deepEqual(years, Array.from({ length: 100 }, (_, i) => 1871 + i));
  assert.equal(flow.reduce((sum, x) => sum + x, 0), 91_935);
  const squares = flow.reduce((sum, x) => sum + (x - 919.35) ** 2, 0);
  assert.ok(Math.abs(Math.sqrt(squares / 99) - 169.2275) < 5e-5);
  assert.deepEqual([Math.min(...flow), Math.max(...flow)], [456, 1370]);
  assert.equal(flow.slice(0, 28).reduce((sum, x) => sum + x, 0), 28 * 1097.75);
});
