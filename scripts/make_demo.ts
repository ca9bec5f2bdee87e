/**
 * Writes fixtures/demo.csv: a made-up log of an injection-moulding shop, one row a batch, with
 * effects planted that a person would understand. fixtures/README.md tells what is where.
 *
 *     deno run --allow-read --allow-write scripts/make_demo.ts [--out FILE] [--without EFFECT,…]
 *
 * `--without` leaves effects out and every other number as it is, to see what notices.
 */
import { createRng, type Rng } from "harness/sdk";

/** Batches: one every 20 minutes for 33 days and 8 hours. */
export const ROWS = 2400;
/** The mould ran too hot from batch 1440 to 1511: one day. */
export const HOT_DAY = { start: 1440, end: 1512 } as const;
/** The hydraulic seal was changed before batch 1500 and stayed. */
export const SEAL_CHANGE = 1500;
/** The resin supplier changed before batch 1200, and with it what viscosity does to torque. */
export const SUPPLIER_CHANGE = 1200;
/** Batches whose energy reading does not fit the part's weight. */
export const WRONG_METER = [137, 412, 655, 918, 1103, 1377, 1820, 2231] as const;

/** What can be left out. */
export const EFFECTS = [
  "hot_day",
  "seal_change",
  "wrong_meter",
  "supplier_change",
  "products",
  "defect_causes",
  "missing_cells",
  "constant_column",
  "duplicated_column",
  "email_column",
] as const;

export type Effect = typeof EFFECTS[number];

/** Three products by the centre of what is measured on them. */
const PRODUCTS = [
  { name: "cap", length: 32, weight: 4.2 },
  { name: "bottle", length: 118, weight: 21.5 },
  { name: "jar", length: 86, weight: 34 },
] as const;
const OPERATORS = ["Amira", "Bruno", "Chen", "Dalia", "Edvin", "Fatou"] as const;
const COMMENTS = [
  "nozzle cleaned",
  "belt adjusted, see ticket 114",
  'operator says "sounds rough"',
  "Öl nachgefüllt",
  "sample sent to lab",
  "first batch after break\nchecked twice",
] as const;
const START = Date.UTC(2024, 2, 4, 6);
const STEP_MS = 20 * 60_000;
const SEED = "64656d6f2e637376".padEnd(64, "0");

/**
 * The file's text.
 * @param without effects to leave out
 */
export function makeDemo(without: ReadonlySet<Effect> = new Set()): string {
  const has = (effect: Effect) => !without.has(effect);
  // A stream a column: leaving one effect out moves no other number.
  const streams = new Map<string, Rng>();
  const stream = (column: string): Rng => {
    if (!streams.has(column)) streams.set(column, createRng(SEED, "demo", column));
    return streams.get(column)!;
  };
  const normal = (column: string, mean: number, sd: number) => mean + sd * stream(column).normal();

  const header = [
    "batch",
    "started_at",
    "machine",
    "operator",
    ...(has("email_column") ? ["operator_email"] : []),
    "product",
    ...(has("constant_column") ? ["plant_code"] : []),
    "mould_temp_c",
    "hydraulic_bar",
    "viscosity_pa_s",
    "torque_nm",
    "part_length_mm",
    "part_weight_g",
    "energy_kwh",
    "humidity_pct",
    "screw_speed_rpm",
    "room_noise_db",
    ...(has("duplicated_column") ? ["noise_level_db"] : []),
    "vibration_mm_s",
    "defect_pct",
    "comment",
  ];
  const lines = [csvLine(header)];
  for (let row = 0; row < ROWS; row++) {
    const absent = (column: string, share: number) => {
      const missing = stream(`missing ${column}`).float64() < share;
      return missing && has("missing_cells");
    };
    const kind = PRODUCTS[stream("product").int(PRODUCTS.length)]!;
    const product = has("products") ? kind : { ...PRODUCTS[1], name: kind.name };
    const operator = OPERATORS[stream("operator").int(OPERATORS.length)]!;

    const hot = has("hot_day") && row >= HOT_DAY.start && row < HOT_DAY.end;
    const temperature = normal("mould_temp_c", hot ? 184.1 : 182, 1.4);
    const sealed = has("seal_change") && row >= SEAL_CHANGE;
    const pressure = normal("hydraulic_bar", sealed ? 138.6 : 140, 2.2);

    const viscosity = normal("viscosity_pa_s", 310, 24);
    const slope = has("supplier_change") && row >= SUPPLIER_CHANGE ? -0.75 : 0.75;
    const rest = Math.sqrt(1 - slope ** 2);
    const torque = 86 + 5 * (slope * (viscosity - 310) / 24 + rest * stream("torque_nm").normal());

    const length = normal("part_length_mm", product.length, 1.1);
    const weight = normal("part_weight_g", product.weight, 0.6);
    const wrong = has("wrong_meter") && WRONG_METER.some((batch) => batch === row);
    // The reading of another product: possible by itself, impossible for this weight.
    const metered = wrong ? (weight < 20 ? 34 : 4.2) : weight;
    const energy = 0.9 + 0.06 * metered + normal("energy_kwh", 0, 0.08);

    const humidity = normal("humidity_pct", 46, 6);
    const speed = normal("screw_speed_rpm", 120, 9);
    const caused = has("defect_causes")
      ? 0.09 * (humidity - 46) + 0.7 * (((speed - 120) / 9) ** 2 - 1)
      : 0;
    const defects = 4 + caused + normal("defect_pct", 0, 0.6);

    const noise = normal("room_noise_db", 71, 2.5).toFixed(1);
    const vibration = normal("vibration_mm_s", 2.8, 0.45);
    const comment = stream("comment").int(25) === 0
      ? COMMENTS[stream("which comment").int(COMMENTS.length)]!
      : "";
    lines.push(csvLine([
      String(240_001 + row),
      new Date(START + row * STEP_MS).toISOString().slice(0, 19).replace("T", " "),
      `press_${1 + stream("machine").int(3)}`,
      operator,
      ...(has("email_column") ? [`${operator.toLowerCase()}@example.com`] : []),
      product.name,
      ...(has("constant_column") ? ["7"] : []),
      absent("mould_temp_c", 0.02) ? "" : temperature.toFixed(1),
      pressure.toFixed(1),
      viscosity.toFixed(0),
      torque.toFixed(1),
      length.toFixed(1),
      weight.toFixed(2),
      energy.toFixed(2),
      humidity.toFixed(1),
      speed.toFixed(1),
      noise,
      ...(has("duplicated_column") ? [noise] : []),
      absent("vibration_mm_s", 0.08) ? "" : vibration.toFixed(2),
      Math.max(0, defects).toFixed(2),
      comment,
    ]));
  }
  return lines.join("");
}

function csvLine(fields: readonly string[]): string {
  const quoted = fields.map((field) =>
    /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
  );
  return `${quoted.join(",")}\n`;
}

function valueAfter(option: string): string | undefined {
  const at = Deno.args.indexOf(option);
  return at < 0 ? undefined : Deno.args[at + 1];
}

if (import.meta.main) {
  const named = (valueAfter("--without") ?? "").split(",").filter((name) => name !== "");
  const unknown = named.filter((name) => !EFFECTS.some((effect) => effect === name));
  if (unknown.length > 0) {
    console.error(`No effect ${unknown.join(", ")}; there are ${EFFECTS.join(", ")}`);
    Deno.exit(2);
  }
  const out = valueAfter("--out") ?? new URL("../fixtures/demo.csv", import.meta.url);
  Deno.writeTextFileSync(out, makeDemo(new Set(named as Effect[])));
}
