/**
 * Measurements, as ratios: every row is timed in turn with what it is compared to, A B A B …, so
 * that a machine whose speed drifts drifts for both. Medians; the spread is shown beside them.
 *
 * `bench.ts [--runs N] [--json FILE]`
 */
import { type Measured, measureInTurn } from "./measure_in_turn.ts";
import { startUpCases } from "./bench_start_up.ts";
import { stepCases } from "./bench_steps.ts";

const runs = Number(optionValue("--runs") ?? 15);
const jsonFile = optionValue("--json");
const folder = await Deno.makeTempDir({ prefix: "harness_bench_" });

try {
  const groups = [
    { title: "Start-up", cases: await startUpCases(folder) },
    { title: "One step, and a whole run", cases: await stepCases(folder) },
  ];
  const results: Measured[] = [];
  for (const { title, cases } of groups) {
    console.log(`\n${title}\n`);
    const measured = await measureInTurn(cases, runs);
    results.push(...measured);
    const width = Math.max(...measured.map(({ name }) => name.length));
    for (const { name, median_ms, min_ms, max_ms, ratio, at_most } of measured) {
      const times = `${median_ms.toFixed(0).padStart(6)} ms  (${min_ms.toFixed(0)} to ${
        max_ms.toFixed(0)
      })`;
      const bound = at_most === null ? "" : `  aim ≤ ${at_most}×`;
      console.log(`  ${name.padEnd(width)}  ${times.padEnd(26)} ${ratio.toFixed(2)}×${bound}`);
    }
  }
  if (jsonFile !== undefined) {
    const about = { deno: Deno.version.deno, cores: navigator.hardwareConcurrency, runs };
    await Deno.writeTextFile(jsonFile, JSON.stringify({ ...about, results }, null, 2) + "\n");
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}

function optionValue(name: string): string | undefined {
  const at = Deno.args.indexOf(name);
  return at < 0 ? undefined : Deno.args[at + 1];
}
