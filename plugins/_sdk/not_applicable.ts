import type { PluginFinding } from "../../kernel/contract/result.ts";

/**
 * The finding that says that a part could not be analysed, and why.
 * @param columns what could not be analysed; none for the dataset as a whole
 * @param reason a clause without a full stop: `all values are equal`
 */
export function notApplicable(columns: readonly string[], reason: string): PluginFinding {
  return {
    kind: "not_applicable",
    measurement_type: "not_applicable",
    score: null,
    columns,
    reason,
  };
}
