import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { counted, describeLedger, LEDGER_NOTE, ledgerCells } from "../pipeline/describe_ledger.ts";
import { aboutRun, refusedThings, STEP_TITLES, stepCells } from "../pipeline/describe_run.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState, type ShownRun } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { textTable } from "./text_table.ts";

/** `runs show <run>`: one run, its steps and the audit of each process. */
export default async function runsShow(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const appdata = appdataLayout(String(options.appdata));
  const state = await openState(appdata);
  try {
    const run = state.showRun(id!);
    if (options.json === true) {
      const executions = run.steps.flatMap((step) => step.executions);
      console.log(jsonText({ ...run, executions }, 2));
    } else {
      const lines = [
        ...about(run),
        ...(options.ledger === true ? ledger(run) : hint(run)),
        "",
        `Files: ${appdata.runs}/${run.run_id}`,
      ];
      console.log(lines.map((line) => escapeTerminal(line)).join("\n"));
    }
    return EXIT.ok;
  } finally {
    state.close();
  }
}

function about(run: ShownRun): readonly string[] {
  const errors = run.steps
    .filter(({ error_code }) => error_code !== null)
    .map(({ plugin_id, error_code, error_message }) =>
      `${plugin_id}: ${error_code}: ${error_message}`
    );
  return [
    ...[["run", run.run_id], ...aboutRun(run)].map(([name, value]) =>
      `${name!.padEnd(8)} ${value}`
    ),
    "",
    ...textTable(STEP_TITLES, run.steps.map(stepCells)),
    ...(errors.length === 0 ? [] : ["", "Errors", ...errors]),
  ];
}

function hint(run: ShownRun): readonly string[] {
  const refused = run.steps.reduce((sum, step) => sum + refusedThings(step), 0);
  return refused === 0 ? [] : [
    "",
    `Refused: ${
      counted(refused, "thing")
    } that plugins asked for beyond their grants; see --ledger`,
  ];
}

function ledger(run: ShownRun): readonly string[] {
  const lines = ["", "Permissions", LEDGER_NOTE];
  for (const step of run.steps.flatMap(describeLedger)) {
    lines.push("", `${step.plugin_id}: ${step.process}`);
    if (step.declared === null) continue;
    lines.push(`  declared   ${step.declared}`, `  granted    ${step.granted}`);
    lines.push(`  asked for  ${step.asked}`);
    const cells = step.entries.map(ledgerCells);
    lines.push(...textTable(["", "", "", ""], cells).slice(1).map((line) => `    ${line}`));
  }
  return lines;
}
