import type { BenchCase } from "./measure_in_turn.ts";

const PROJECT = import.meta.dirname!.replace(/\/scripts$/, "");
const ROWS = [10_000, 100_000, 1_000_000] as const;

/**
 * Whole runs of files of more and more rows, each afresh and again with all results known.
 * @param folder a temporary folder
 */
export async function wholeRunCases(folder: string): Promise<readonly BenchCase[]> {
  const cases: BenchCase[] = [];
  for (const rows of ROWS) {
    const file = `${folder}/rows_${rows}.csv`;
    await writeRows(file, rows);
    const appdata = `${folder}/rows_${rows}`;
    const fresh = `a run of ${rows} rows, nothing known`;
    cases.push(
      {
        name: fresh,
        ...(rows === ROWS[0] ? {} : { against: `a run of ${ROWS[0]} rows, nothing known` }),
        run: () => run(file, appdata, "--no-reuse"),
      },
      {
        name: `a run of ${rows} rows, all known`,
        against: fresh,
        ...(rows === 1_000_000 ? { at_most: 0.15 } : {}),
        run: () => run(file, appdata),
      },
    );
  }
  return cases;
}

async function run(file: string, appdata: string, ...words: string[]): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    // One analysis, so that the figures stay comparable when others are added.
    args: [
      ...["task", "--quiet", "run", file, "--appdata", appdata],
      ...["--plugins", "analysis_scan_statistics", ...words],
    ],
    cwd: PROJECT,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (code !== 0) {
    throw new Error(`the run ended with ${code}: ${new TextDecoder().decode(stderr)}`);
  }
}

/** A table of eight columns of every type from a fixed sequence of numbers. */
async function writeRows(path: string, rows: number): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  const encoder = new TextEncoder();
  let state = 12345;
  const uniform = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  let text = "id,day,a,b,c,group,flag,price\n";
  for (let row = 0; row < rows; row++) {
    const a = uniform() + uniform() + uniform() - 1.5;
    const day = `2024-01-${String(1 + row % 28).padStart(2, "0")}`;
    text += `${row},${day},${a.toFixed(4)},${(a * 2 + uniform()).toFixed(4)},` +
      `${Math.floor(uniform() * 100)},${"abcdefgh"[Math.floor(uniform() * 8)]},` +
      `${uniform() > 0.5},${(uniform() * 1000).toFixed(2)}\n`;
    if (text.length > 1e6 || row === rows - 1) {
      const bytes = encoder.encode(text);
      for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
      text = "";
    }
  }
}
