import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { billOfMaterials } from "../doctor/bill_of_materials.ts";
import { examineMachine } from "../doctor/examine_machine.ts";
import type { Fact, FactState } from "../doctor/fact.ts";
import { readBox } from "../doctor/read_box.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { PROJECT, workshopPlaces } from "./places.ts";
import { runOptions } from "./run_options.ts";

const COLORS: Readonly<Record<FactState, number>> = {
  ok: 32,
  missing: 33,
  broken: 31,
  unknown: 90,
};
const INDENT = " ".repeat(10);

/** `doctor`: what this machine offers; with `--sbom` what is in the box. */
export default async function doctor({ options }: CommandInput): Promise<number> {
  if (options.sbom === true) {
    console.log(jsonText(billOfMaterials(await readBox(PROJECT)), 2));
    return EXIT.ok;
  }
  const facts = await examineMachine(workshopPlaces(runOptions(options)));
  const sound = !facts.some(({ state }) => state === "broken");
  if (options.json === true) {
    console.log(jsonText({ sound, facts }, 2));
  } else {
    const color = Deno.stdout.isTerminal() && !Deno.noColor;
    console.log(
      [...facts.flatMap((fact) => factLines(fact, color)), "", verdict(facts)].join("\n"),
    );
  }
  return sound ? EXIT.ok : EXIT.broken;
}

/** State, name and what was seen; below, what it means and how to get it. */
function factLines({ state, name, found, means, how }: Fact, color: boolean): string[] {
  const mark = state.padEnd(9);
  const painted = color ? `\x1b[${COLORS[state]}m${mark}\x1b[0m` : mark;
  return [
    `${painted} ${escapeTerminal(`${name}: ${found}`)}`,
    INDENT + escapeTerminal(means),
    ...how.map((line) => `${INDENT}→ ${escapeTerminal(line)}`),
  ];
}

function verdict(facts: readonly Fact[]): string {
  const count = (state: FactState) => facts.filter((fact) => fact.state === state).length;
  if (count("broken") > 0) return `${count("broken")} broken: nothing should be run before.`;
  return count("missing") === 0
    ? "Everything that is needed stands."
    : `Everything that is needed stands; ${count("missing")} missing.`;
}
