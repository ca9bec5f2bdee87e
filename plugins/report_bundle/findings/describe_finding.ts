import type { Finding } from "harness/sdk";
import { join, say, type Sentence } from "../document/inline.ts";
import { isScalar, name, names, prose, showValue } from "../document/show_value.ts";
import { ownFields } from "./finding_fields.ts";
import { KIND_SENTENCES, type KindSentence } from "./kind_sentences.ts";
import { QUALITY_SENTENCES } from "./quality_sentences.ts";

const SENTENCES: Readonly<Record<string, KindSentence>> = {
  ...KIND_SENTENCES,
  ...QUALITY_SENTENCES,
};

const MOST_FIELDS = 5;

/**
 * Says a finding in a sentence that needs no statistics: by the form of its kind, or, for a kind
 * or a shape nobody foresaw, by its columns and own fields.
 * @param finding
 */
export function describeFinding(finding: Finding): Sentence {
  if (finding.measurement_type === "not_applicable" || finding.measurement_type === "error") {
    return describeUnanswered(finding);
  }
  const form = hasSentence(finding.kind) ? SENTENCES[finding.kind]!(finding) : undefined;
  return form ?? describeUnknown(finding);
}

/** True when a kind has a sentence made for it. */
export function hasSentence(kind: string): boolean {
  return Object.hasOwn(SENTENCES, kind);
}

function describeUnanswered(finding: Finding): Sentence {
  const subject = finding.columns.length > 0 ? names(finding.columns) : ["This part"];
  const reason = finding.reason === undefined ? "no reason was given" : prose(finding.reason);
  return say`${subject} could not be analysed: ${reason}${stop(reason)}`;
}

/** `Level shift in flow: size = 12.5, side = left.` */
function describeUnknown(finding: Finding): Sentence {
  const words = finding.kind.replace(/[_\s]+/g, " ").trim();
  const kind = prose(words.charAt(0).toUpperCase() + words.slice(1), 80);
  const where = finding.columns.length > 0 ? say` in ${names(finding.columns)}` : [];
  const fields = ownFields(finding).filter(([, value]) => isScalar(value) && value !== null);
  const list = fields.slice(0, MOST_FIELDS).map(([key, value]) =>
    say`${name(key)} = ${showValue(value)}`
  );
  if (list.length === 0) return say`${kind}${where}.`;
  return say`${kind}${where}: ${join(list)}.`;
}

/** A full stop, unless the text brings its own end. */
export function stop(text: string): string {
  return /[.!?…]$/.test(text) ? "" : ".";
}
