import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import {
  diffReports,
  isSame,
  type LoneFinding,
  type ValueChange,
} from "../pipeline/diff_reports.ts";
import { appdataLayout } from "../store/appdata.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { readReport, runReportPath } from "./read_report.ts";
import { shownRun } from "./stored_order.ts";

/** Most values shown of one finding. */
const SHOWN = 8;

/** `diff <a> <b>`: findings added, gone, changed and the same; exit 1 when anything differs. */
export default async function diff(
  { arguments: [a, b], options }: CommandInput,
): Promise<number> {
  const root = String(options.appdata);
  const appdata = appdataLayout(root);
  const before = (await shownRun(appdata, a!)).run_id;
  const after = (await shownRun(appdata, b!)).run_id;
  const difference = diffReports(
    await readReport(runReportPath(root, before)),
    await readReport(runReportPath(root, after)),
  );
  const same = isSame(difference);
  if (options.json === true) {
    console.log(jsonText({ before, after, identical: same, ...difference }, 2));
  } else {
    const { added, gone, changed, plugins, datasets } = difference;
    const lines = [
      `${before} → ${after}: ${added.length} added, ${gone.length} gone, ` +
      `${changed.length} changed, ${difference.same} the same.`,
      ...section("Data", datasets.map(change)),
      ...section(
        "Plugins",
        plugins.flatMap(({ plugin_id, changes }) => [plugin_id, ...indented(changes)]),
      ),
      ...section("Added", added.map(finding)),
      ...section("Gone", gone.map(finding)),
      ...section(
        "Changed",
        changed.flatMap((each) => [finding(each), ...indented(each.changes)]),
      ),
    ];
    console.log(lines.map((line) => escapeTerminal(line)).join("\n"));
  }
  return same ? EXIT.ok : EXIT.failed;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function finding({ id, plugin_id, kind, columns, score }: LoneFinding): string {
  return `${id}  ${plugin_id} ${kind} of ${columns.join(", ")}${
    score === null ? "" : `, score ${score}`
  }`;
}

function indented(changes: readonly ValueChange[]): readonly string[] {
  const lines = changes.slice(0, SHOWN).map((each) => `  ${change(each)}`);
  const more = changes.length - SHOWN;
  return more > 0 ? [...lines, `  and ${more} more`] : lines;
}

function change({ pointer, before, after, delta }: ValueChange): string {
  const sign = delta !== null && delta > 0 ? "+" : "";
  const by = delta === null ? "" : ` (${sign}${Number(delta.toPrecision(6))})`;
  return `${pointer}: ${brief(before)} → ${brief(after)}${by}`;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
