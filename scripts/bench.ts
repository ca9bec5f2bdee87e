/**
 * Measurements, as ratios: every row is timed in turn with what it is compared to, A B A B …, so
 * that a machine whose speed drifts drifts for both. Medians; the spread is shown beside them.
 *
 * `bench.ts [start|step|schedule|runs|data|browser …] [--runs N] [--long] [--json FILE] [--compare FILE]`
 *
 * Without a part all are measured. `data` compares to pandas and DuckDB, which it installs into
 * scripts/peers; `browser` installs what tests/browser/deno.json names; `--long` adds a file of ten
 * million rows. Long cases are measured in fewer rounds. With --compare the exit code is 1 when a
 * ratio is a quarter worse than in that file.
 */
import { type BenchCase, type Measured, measureInTurn } from "./measure_in_turn.ts";
import { browserCases } from "./bench_browser.ts";
import { dataPart } from "./bench_data.ts";
import { startUpCases } from "./bench_start_up.ts";
import { scheduleCases } from "./bench_schedule.ts";
import { stepCases } from "./bench_steps.ts";
import { wholeRunCases } from "./bench_whole_runs.ts";
import { regressions } from "./compare_bench.ts";
import { ensureBrowser } from "./ensure_browser.ts";
import { findBrowser } from "../tests/browser/look_at_pages.ts";

/** Options that are followed by a value. */
const VALUED = ["--runs", "--json", "--compare"];

const runs = Number(optionValue("--runs") ?? 15);
const jsonFile = optionValue("--json");
const compareFile = optionValue("--compare");
const parts = Deno.args.filter((word, i) =>
  !word.startsWith("--") && !VALUED.includes(Deno.args[i - 1] ?? "")
);
/** What the parts say besides their figures: versions, sizes, what was skipped. */
const notes: string[] = [];
const folder = await Deno.makeTempDir({ prefix: "harness_bench_" });

try {
  const groups = [
    { key: "start", title: "Start-up", make: startUpCases, rounds: runs },
    { key: "step", title: "One step, and a whole run", make: stepCases, rounds: runs },
    { key: "schedule", title: "Many steps", make: scheduleCases, rounds: Math.ceil(runs / 5) },
    { key: "runs", title: "Whole runs", make: wholeRunCases, rounds: Math.ceil(runs / 5) },
    { key: "data", title: "Data, against peers", make: data, rounds: Math.ceil(runs / 3) },
    { key: "browser", title: "First paint", make: browser, rounds: Math.ceil(runs / 3) },
  ];
  const unknown = parts.filter((part) => groups.every(({ key }) => key !== part));
  if (unknown.length > 0) {
    throw new Error(`there is no part ${unknown}: ${groups.map(({ key }) => key).join(", ")}`);
  }
  const results: Measured[] = [];
  for (const { key, title, make, rounds } of groups) {
    if (parts.length > 0 && !parts.includes(key)) continue;
    console.log(`\n${title}\n`);
    const measured = await measureInTurn(await make(folder), rounds);
    results.push(...measured);
    const width = Math.max(...measured.map(({ name }) => name.length));
    for (const each of measured) {
      const { name, median_ms, min_ms, max_ms, ratio, at_most } = each;
      const { cpu_ms, cpu_ratio, peak_mb } = each;
      const times = `${median_ms.toFixed(0).padStart(6)} ms  (${min_ms.toFixed(0)} to ${
        max_ms.toFixed(0)
      })`;
      const bound = at_most === null ? "" : `  aim ≤ ${at_most}×`;
      const more = cpu_ms === null ? "" : `  CPU ${cpu_ms.toFixed(0).padStart(5)} ms` +
        `${cpu_ratio === null ? "" : ` ${cpu_ratio.toFixed(2)}×`}`;
      const size = peak_mb === null ? "" : `  ${peak_mb.toFixed(0)} MB`;
      console.log(
        `  ${name.padEnd(width)}  ${times.padEnd(26)} ${ratio.toFixed(2)}×${more}${size}${bound}`,
      );
    }
  }
  const speedUp = parallelSpeedUp(results);
  if (speedUp !== null) {
    console.log(
      `\n  Steps reach ${speedUp.toFixed(2)} of the speed-up of bare processes  aim ≥ 0.9`,
    );
  }
  if (jsonFile !== undefined) {
    const cores = navigator.hardwareConcurrency;
    const about = { deno: Deno.version.deno, cores, runs, notes };
    await Deno.writeTextFile(
      jsonFile,
      JSON.stringify({ ...about, speedUp, results }, null, 2) + "\n",
    );
  }
  if (compareFile !== undefined) {
    const earlier = JSON.parse(await Deno.readTextFile(compareFile)) as { results: Measured[] };
    const worse = regressions(earlier.results, results);
    console.log(`\n  ${worse.length} of ${results.length} ratios are worse than in ${compareFile}`);
    for (const { name, before, now } of worse) {
      console.log(`  ${name}: ${before.toFixed(2)}× → ${now.toFixed(2)}×`);
    }
    if (worse.length > 0) Deno.exitCode = 1;
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function data(inside: string): Promise<readonly BenchCase[]> {
  const part = await dataPart(inside, { long: Deno.args.includes("--long") });
  for (const line of part.notes) console.log(`  ${line}`);
  console.log("");
  notes.push(...part.notes);
  return part.cases;
}

async function browser(inside: string): Promise<readonly BenchCase[]> {
  const note = await ensureBrowser();
  console.log(`  ${note}\n`);
  notes.push(note);
  return (await findBrowser()).problem === null ? await browserCases(inside) : [];
}

/** Speed-up of steps on two cores as a part of that of bare processes; null when not measured. */
function parallelSpeedUp(measured: readonly Measured[]): number | null {
  const ratio = (name: string) => measured.find((each) => each.name === name)?.ratio;
  const [bare, steps] = [
    ratio("24 CPU-bound processes, two at once"),
    ratio("24 CPU-bound steps, two at once"),
  ];
  // Ratios are of times: the speed-up is one over them.
  return bare === undefined || steps === undefined ? null : bare / steps;
}

function optionValue(name: string): string | undefined {
  const at = Deno.args.indexOf(name);
  return at < 0 ? undefined : Deno.args[at + 1];
}
