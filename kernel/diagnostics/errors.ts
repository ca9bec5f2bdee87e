import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";
import { codeFrame } from "./code_frame.ts";

/** One reason why a YAML or JSON file cannot be used. */
export interface SourceProblem {
  readonly code: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, UTF-16 units. */
  readonly column: number;
  readonly message: string;
  readonly fix: string;
  readonly source_line: string | null;
}

/** A file that is not the YAML or JSON it should be; holds every problem that was found in it. */
export class SourceError extends CodedError {
  readonly problems: readonly SourceProblem[];

  /** @param problems at least one, in the order of the file */
  constructor(problems: readonly SourceProblem[]) {
    const first = problems[0]!;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
    super(
      first.code,
      `${first.file}:${first.line}:${first.column}: ${first.message}${more}`,
      first.fix,
    );
    this.name = "SourceError";
    this.problems = problems;
  }

  /** All problems as a compiler prints them, separated by blank lines. */
  frames(options: { readonly color?: boolean } = {}): string {
    return this.problems.map((problem) => codeFrame(problem, options)).join("\n\n");
  }
}

/** Every error of this area: how a process ends because of it, and what it means. */
export const DIAGNOSTICS_ERRORS: ErrorCatalogue = {
  E_SOURCE_SYNTAX: {
    exit: 2,
    explanation:
      "A YAML or JSON file (a manifest, settings, a truth file) does not follow the grammar, holds " +
      "more than one document, or uses a tag. The message names file, line and column.",
  },
  E_SOURCE_DUPLICATE_KEY: {
    exit: 2,
    explanation:
      "A mapping has the same key twice. Readers disagree about which one counts, so neither does: " +
      "remove one.",
  },
  E_SOURCE_VALUE: {
    exit: 2,
    explanation:
      "A value cannot be kept exactly: an integer beyond 2^53, .nan or .inf, or a key named " +
      "__proto__. Quote large numbers to keep them as text.",
  },
  E_SOURCE_LIMIT: {
    exit: 2,
    explanation:
      "A file is too large, nested too deeply, or its aliases expand to too much. These bounds keep " +
      "a hostile file from using up memory.",
  },
};
