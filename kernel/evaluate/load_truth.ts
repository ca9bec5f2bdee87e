import type { SourcePosition } from "../diagnostics/yaml_source.ts";
import { parseYamlSource } from "../diagnostics/yaml_source.ts";
import { invalidTruth } from "./errors.ts";
import { truthProblems } from "./truth_problems.ts";
import { truthJsonSchema, truthSchema, type TruthSpec } from "./truth_schema.ts";

/** A truth file that has been read and makes sense. */
export interface Truth {
  /** Its name, as messages show it. */
  readonly file: string;
  readonly spec: TruthSpec;
  /** Where a value of `spec` stands in the file, by JSON pointer. */
  locate(pointer: string): SourcePosition;
}

/**
 * Reads a truth file.
 * @param text YAML
 * @param file its name, as messages should show it
 * @throws SourceError with file, line and column of every problem: `E_TRUTH_INVALID`, or the codes
 *   of `parseYamlSource` when it is no YAML
 */
export function loadTruth(text: string, file: string): Truth {
  const source = parseYamlSource(text, file);
  const parsed = truthSchema.safeParse(source.value);
  if (!parsed.success) {
    throw invalidTruth(truthProblems(parsed.error.issues, truthJsonSchema(), source));
  }
  return { file, spec: parsed.data, locate: (pointer) => source.locate(pointer) };
}
