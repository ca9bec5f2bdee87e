import { isBoolean } from "./boolean_literal.ts";
import { NUMBER_KIND, numberKind } from "./number_literal.ts";
import { readTemporal } from "./temporal_literal.ts";
import type { TextDictionary } from "./text_dictionary.ts";

const MOST_TEXTS = 1000;
const COMMA = 44;

/** What the first distinct texts of a text column look like. */
export interface TextSurvey {
  /** Texts looked at, at most 1000. */
  readonly distinct: number;
  /** How many of them are numbers, booleans or dates. */
  readonly values: number;
  /** How many are numbers, with a decimal comma or without. */
  readonly with_comma: number;
}

/**
 * Looks at the first distinct texts of a column for values that did not make it one of its own
 * type, so that a person can be told.
 * @param decimal ASCII code of the decimal mark
 */
export function surveyTexts(dictionary: TextDictionary, decimal: number): TextSurvey {
  const { data, offsets } = dictionary;
  const distinct = Math.min(dictionary.entries, MOST_TEXTS);
  let values = 0;
  let with_comma = 0;
  for (let entry = 0; entry < distinct; entry++) {
    const from = offsets[entry]!;
    const to = offsets[entry + 1]!;
    const isValue = numberKind(data, from, to, decimal) !== NUMBER_KIND.none ||
      isBoolean(data, from, to) || readTemporal(data, from, to) !== 0;
    if (isValue) values++;
    if (numberKind(data, from, to, COMMA) !== NUMBER_KIND.none) with_comma++;
  }
  return { distinct, values, with_comma };
}
