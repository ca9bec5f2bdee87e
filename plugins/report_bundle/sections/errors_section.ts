import type { Report } from "harness/sdk";
import { cappedTable, paragraph } from "../document/blocks.ts";
import type { Section } from "../document/document.ts";
import { name, prose } from "../document/show_value.ts";
import type { Caps } from "./report_options.ts";

/** What went wrong, and where to read what to do about it. */
export function errorsSection(report: Report, caps: Caps): Section {
  return {
    id: "errors",
    title: ["Errors"],
    blocks: report.errors.length === 0 ? [paragraph(["None."])] : [
      cappedTable(
        {
          caption: "Errors",
          head: [{ label: "Code" }, { label: "Plugin" }, { label: "What happened" }],
          rest: ["All are in report.json."],
        },
        report.errors,
        caps.table_rows,
        (error) => ({
          cells: [
            [{ code: error.code }],
            error.plugin_id === null ? ["the run itself"] : [name(error.plugin_id)],
            [prose(error.message)],
          ],
        }),
      ),
      paragraph([
        "What a code means and what to do: ",
        { code: "deno task harness explain CODE" },
        ".",
      ]),
    ],
  };
}
