/** How large the kernel, the ingest plugin and the profile plugin grow on long and on wide tables. */
import assert from "node:assert/strict";
import { ownStep } from "../../scripts/bench_data/own_steps.ts";
import { writeMixedCsv } from "../../scripts/bench_data/write_mixed_csv.ts";

/** Most megabytes of any process. */
const MOST_MB = 400;

async function writeWideCsv(path: string, rows: number, columns: number): Promise<void> {
  const line = (cell: (column: number) => string | number) =>
    `${Array.from({ length: columns }, (_, column) => cell(column)).join(",")}\n`;
  const lines = Array.from(
    { length: rows },
    (_, row) =>
      line((column) =>
        column % 5 === 4 ? `level ${(row * column) % 7}` : (row * 7919 + column * 104_729) % 10_007
      ),
  );
  await Deno.writeTextFile(path, line((column) => `c${column}`) + lines.join(""));
}

const TABLES: readonly (readonly [name: string, write: (path: string) => Promise<void>])[] = [
  ["1,000,000 rows of 13 columns", (path) => writeMixedCsv(path, 1_000_000)],
  ["5,000 columns of 1,000 rows", (path) => writeWideCsv(path, 1000, 5000)],
];

for (const [name, write] of TABLES) {
  Deno.test(`no process takes more than ${MOST_MB} MB to read and profile ${name}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "harness_memory_" });
    try {
      await write(`${folder}/table.csv`);
      const ingest = await ownStep("ingest", `${folder}/table.csv`, folder);
      const profile = await ownStep("profile", ingest.output!.path, folder);
      for (const [step, { rss_kb }] of Object.entries({ ingest, profile })) {
        for (const [process, kb] of Object.entries(rss_kb)) {
          assert.ok(kb > 0, `${step} ${process} was not measured`);
          assert.ok(kb <= MOST_MB * 1024, `${step} ${process}: ${Math.round(kb / 1024)} MB`);
        }
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
