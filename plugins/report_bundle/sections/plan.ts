import type { Report } from "harness/sdk";
import { cappedTable, paragraph } from "../document/blocks.ts";
import type { Section } from "../document/document.ts";
import { name, prose } from "../document/show_value.ts";
import type { Caps } from "./report_options.ts";

const DECIDED: Readonly<Record<Report["plan"][number]["decided_by"], string>> = {
  planner: "planner",
  user: "you",
  dependency: "needed by another",
};

/** Which plugins were chosen and which not, and why. */
export function planSection(report: Report, caps: Caps): Section {
  const chosen = report.plan.filter((entry) => entry.selected).length;
  const entries = [...report.plan].sort((a, b) => Number(b.selected) - Number(a.selected));
  return {
    id: "plan",
    title: ["Plan"],
    blocks: entries.length === 0 ? [paragraph(["There was no plan."])] : [
      paragraph([`${chosen} of ${entries.length} plugins were chosen for this table.`]),
      cappedTable(
        {
          caption: "Plan",
          head: [
            { label: "Plugin" },
            { label: "Chosen" },
            { label: "Why" },
            { label: "Decided by" },
          ],
          rest: ["All are in report.json."],
        },
        entries,
        caps.table_rows,
        (entry) => ({
          cells: [
            [name(entry.plugin_id)],
            [entry.selected ? "yes" : "no"],
            [prose(entry.reason, 400)],
            [DECIDED[entry.decided_by]],
          ],
        }),
      ),
    ],
  };
}
