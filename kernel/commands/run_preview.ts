import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import type { Preview, PreviewedStep } from "../pipeline/preview_plan.ts";
import { textTable } from "./text_table.ts";

/**
 * A plan as text for a terminal: steps by layer, what would be used again, and what each may do.
 * @param preview as planned
 */
export function previewText({ steps, left_out }: Preview): string {
  const rows = steps.map((step) => [
    String(step.layer),
    step.plugin_id,
    step.type,
    foreseen(step),
    permissions(step),
    step.error ?? step.reason,
  ]);
  const executed = steps.filter(({ foresight }) => foresight === "run now");
  const lines = [
    ...textTable(["layer", "step", "type", "would", "may", "why"], rows),
    ...(left_out.length === 0 ? [] : [
      "",
      "Left out",
      ...left_out.map(({ plugin_id, reason }) => `  ${plugin_id}: ${reason}`),
    ]),
    "",
    executed.length === 0
      ? "Nothing was executed: all that planning needs was known."
      : `Executed, because planning needs them: ${
        executed.map(({ plugin_id }) => plugin_id).join(", ")
      }.`,
  ];
  return lines.map((line) => escapeTerminal(line)).join("\n");
}

function foreseen({ foresight, reused_from }: PreviewedStep): string {
  return reused_from === null ? foresight : `reuse ${reused_from}`;
}

function permissions({ limits }: PreviewedStep): string {
  return `read its input, ${limits.memory_mb} MiB, ${limits.wall_ms / 1000} s`;
}
