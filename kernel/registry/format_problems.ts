import { codeFrame } from "../diagnostics/code_frame.ts";
import type { ManifestProblem } from "./manifest_problem.ts";

/**
 * Prints problems as a compiler does, sorted by file and place, separated by blank lines, with a
 * count at the end. Everything is escaped.
 * @param problems of any number of plugins
 * @param options.color true where the output is a terminal
 * @param options.relative_to absolute folder that paths are shown relative to
 */
export function formatProblems(
  problems: readonly ManifestProblem[],
  options: { readonly color: boolean; readonly relative_to?: string },
): string {
  if (problems.length === 0) return "";
  const prefix = options.relative_to === undefined ? null : `${options.relative_to}/`;
  const frames = [...problems].sort(byPlace).map((problem) =>
    codeFrame(
      prefix !== null && problem.file.startsWith(prefix)
        ? { ...problem, file: problem.file.slice(prefix.length) }
        : problem,
      options,
    )
  );
  const plugins = new Set(problems.map((problem) => problem.plugin)).size;
  frames.push(
    `${problems.length} ${problems.length === 1 ? "problem" : "problems"} in ${plugins} ${
      plugins === 1 ? "plugin" : "plugins"
    }`,
  );
  return frames.join("\n\n");
}

function byPlace(a: ManifestProblem, b: ManifestProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
