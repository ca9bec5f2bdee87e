import { displayWidth } from "../diagnostics/display_width.ts";

/**
 * A table as lines of text, columns as wide as their widest cell.
 * @param head titles
 * @param rows cells, as many as titles
 * @returns the lines; line breaks inside cells become spaces
 */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replace(/\s+/g, " ")));
  const widths = head.map((_, column) =>
    cells.reduce((width, row) => Math.max(width, displayWidth(row[column] ?? "")), 0)
  );
  return cells.map((row) =>
    row.map((cell, column) => cell + " ".repeat(widths[column]! - displayWidth(cell))).join("  ")
      .trimEnd()
  );
}
