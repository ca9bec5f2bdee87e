import { repeatCommand, type Report } from "harness/sdk";
import { cappedTable, facts, paragraph } from "../document/blocks.ts";
import type { Block, Fact, Section } from "../document/document.ts";
import { name, prose } from "../document/show_value.ts";
import { clip } from "../text/clip.ts";
import { stepsOf } from "./report_facts.ts";
import type { Caps } from "./report_options.ts";

const LONGEST_SETTINGS = 20_000;

/** Everything needed to get this report again, byte for byte, and to cite it. */
export function provenanceSection(report: Report, caps: Caps): Section {
  const blocks: Block[] = [
    paragraph([
      "The same file, plugins, settings and seed give the same report.json, byte for byte.",
    ]),
    ...facts([
      ["Run key", [{ code: report.run_key }]],
      ["Seed", [String(report.seed)]],
      ["Report schema", [report.schema_version]],
      ...files(report, caps),
    ]),
    plugins(report, caps),
    paragraph([
      "Where this run was made, these commands repeat it from what was kept and compare every " +
      "byte, look whether anything kept was changed since, and give its citation:",
    ]),
    { type: "code", language: "sh", text: ownCommands(report.run_key) },
    paragraph([
      "One finding is cited by ",
      { code: "deno task harness cite FINDING" },
      ", and ",
      { code: "deno task harness rows FINDING" },
      " prints the rows it rests on. Anywhere else, with the same file:",
    ]),
    { type: "code", language: "sh", text: repeatCommand(report) },
    {
      type: "details",
      summary: "settings.json for that command",
      blocks: [{ type: "code", language: "json", text: settings(report) }],
    },
  ];
  return { id: "provenance", title: ["Provenance"], blocks };
}

function files(report: Report, caps: Caps): Fact[] {
  return [
    ...report.inputs.slice(0, caps.table_rows).map((input): Fact => [
      "File",
      [name(input.filename), ", SHA-256 ", { code: input.sha256 }],
    ]),
    ...report.datasets.slice(0, caps.table_rows).map((dataset): Fact => [
      "Dataset",
      [{ code: dataset.version_id }, ", SHA-256 ", { code: dataset.sha256 }],
    ]),
  ];
}

function plugins(report: Report, caps: Caps): Block {
  return cappedTable(
    {
      caption: "Code and settings of each step",
      head: [
        { label: "Plugin" },
        { label: "Version" },
        { label: "Code" },
        { label: "Settings" },
      ],
      rest: ["All are in report.json."],
    },
    stepsOf(report),
    caps.table_rows,
    ([id, plugin]) => ({
      cells: [
        [name(id)],
        [prose(plugin.version, 40)],
        plugin.code_hash === null ? ["none"] : [{ code: plugin.code_hash }],
        [{ code: plugin.settings_hash }],
      ],
    }),
  );
}

function ownCommands(run_key: string): string {
  return ["replay", "verify", "cite"].map((name) => `deno task harness ${name} ${run_key}`)
    .join("\n");
}

function settings(report: Report): string {
  const all = Object.fromEntries(stepsOf(report).map(([id, plugin]) => [id, plugin.settings]));
  const text = JSON.stringify(all, null, 2);
  return text.length <= LONGEST_SETTINGS
    ? text
    : clip(text, LONGEST_SETTINGS) + "\nshortened: the whole is in report.json, plugins.*.settings";
}
