import { canonicalJson } from "../canonical/canonical_json.ts";
import type { Evaluation } from "./evaluation.ts";

/** An evaluation as canonical JSON: the same truth file and report give the same bytes. */
export function evaluationToJson(evaluation: Evaluation): string {
  return canonicalJson(evaluation);
}
