/** Columns of the file that {@link writeMixedCsv} writes. */
export const MIXED_COLUMNS = [
  "id",
  "units",
  "stock",
  "price",
  "temperature",
  "reading",
  "weight",
  "day",
  "moment",
  "city",
  "customer",
  "reference",
  "returned",
] as const;

const CITIES = ["Oslo", "Rome", "Bonn", "Lyon", "Porto", "Gdańsk", "Ghent", "Turku, FI", "Malmö"];
const SYLLABLES = ["ka", "lo", "mi", "ren", "tu", "va", "sol", "dek", "ani", "bor"];

/**
 * Writes a CSV of 13 columns of every type, about 100 bytes a row: integers (a count, a small
 * range, one with gaps), floats (two decimals, six, all 17 digits, one with gaps), days, moments,
 * text of few, of many and of only different values, booleans. The same rows give the same bytes.
 * @param path of the new file
 * @param rows how many
 */
export async function writeMixedCsv(path: string, rows: number): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  let state = 20240501;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const normal = () => uniform() + uniform() + uniform() + uniform() - 2;
  const start = Date.UTC(2015, 0, 1);
  let text = MIXED_COLUMNS.join(",") + "\n";
  for (let row = 0; row < rows; row++) {
    const temperature = 12 + 8 * normal();
    const day = new Date(start + Math.floor(uniform() * 3650) * 864e5).toISOString().slice(0, 10);
    const moment = new Date(start + row * 61_000).toISOString().slice(0, 19);
    const city = CITIES[Math.floor(uniform() * uniform() * CITIES.length)]!;
    const customer = Math.floor(uniform() * 20_000);
    const name = SYLLABLES[customer % 10]! + SYLLABLES[Math.floor(customer / 10) % 10]! + customer;
    text += `${row + 1},${Math.floor(uniform() * 100)},` +
      `${uniform() < 0.05 ? "" : Math.floor(uniform() * 1e6) - 1000},` +
      `${(Math.exp(2 * normal()) * 20).toFixed(2)},${temperature.toFixed(6)},` +
      `${temperature * 0.7 + normal()},` +
      `${uniform() < 0.1 ? "NA" : (70 + 12 * normal()).toFixed(3)},${day},${moment},` +
      `${city.includes(",") ? `"${city}"` : city},${name},` +
      `R${(row * 7919 % rows).toString(36).padStart(6, "0")}-${row % 89},${uniform() < 0.1}\n`;
    if (text.length > 1e6 || row === rows - 1) {
      const bytes = encoder.encode(text);
      for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
      text = "";
    }
  }
}
