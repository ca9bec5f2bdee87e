import type { Report } from "./report.ts";
import { shellArgument } from "./shell_argument.ts";

/**
 * The command that runs the same thing again wherever the file is, with the settings of the report
 * as settings.json. What the user chose by hand is named; what the planner chose it chooses again.
 * @param report collated
 */
export function repeatCommand(report: Report): string {
  const chosen = report.plan.filter((entry) => entry.selected && entry.decided_by === "user");
  const planned = report.plan.some((entry) => entry.decided_by === "planner") ? ["auto"] : [];
  const file = shellArgument(report.inputs[0]?.filename ?? "") ?? "FILE";
  const parts = [`deno task run ${file}`, `--seed ${report.seed}`, "--settings settings.json"];
  if (chosen.length > 0) {
    parts.push(`--plugins ${[...planned, ...chosen.map((entry) => entry.plugin_id)].join(",")}`);
  }
  return parts.join(" ");
}
