import { ANALYTIC_TYPES, type RankedFinding } from "harness/sdk";
import { facts } from "../document/blocks.ts";
import type { Card, Fact, Figure } from "../document/document.ts";
import { say, type Sentence } from "../document/inline.ts";
import { name, prose, showValue } from "../document/show_value.ts";
import { describeFinding } from "../findings/describe_finding.ts";
import { describeRows } from "../findings/describe_rows.ts";
import { ownFields } from "../findings/finding_fields.ts";
import { CLASS_LABELS, strengthText } from "../findings/evidence_words.ts";
import { clip } from "../text/clip.ts";
import { shortReference } from "./method_reference.ts";
import { findingAnchor, pluginAnchor } from "./anchors.ts";

const TONES = {
  strong: "strong",
  clear: "clear",
  measured: "plain",
  modeled: "plain",
  weak: "weak",
  none: "weak",
} as const;

const LONGEST_QUERY = 2000;

/**
 * A finding as a reader meets it: sentence, rows, strength, method, id, and the evidence.
 * @param ranked
 * @param figure a chart of its columns, if there is one
 */
export function findingCard(ranked: RankedFinding, figure: Figure | null): Card {
  const { finding, plugin, plugin_id, evidence_class } = ranked;
  const strength = strengthText(finding);
  // A profile has a reference for each statistic, none for the finding at hand.
  const method: Sentence[] = ANALYTIC_TYPES.has(plugin.type)
    ? plugin.references.slice(0, 1).map(shortReference)
    : [];
  const about: Sentence[] = [[capital(describeRows(finding.evidence))]];
  if (strength !== null) about.push([strength]);
  about.push([
    { link: prose(plugin.name, 80), href: `#${pluginAnchor(plugin_id)}` },
    ...method.flatMap((reference) => [", ", ...reference]),
  ]);
  about.push(say`finding ${{ code: finding.id }}`);
  const own: Fact[] = ownFields(finding).slice(0, 20).map(([key, value]) => [
    clip(key, 80),
    showValue(value),
  ]);
  return {
    id: findingAnchor(finding.id),
    label: CLASS_LABELS[evidence_class],
    tone: TONES[evidence_class],
    sentence: describeFinding(finding),
    about,
    assumption: finding.assumption === undefined
      ? null
      : [`Assumption: ${prose(finding.assumption, 500)}`],
    figure,
    details: [
      ...facts([
        ["kind", [name(finding.kind)]],
        ["measurement", [finding.measurement_type]],
        ["score", showValue(finding.score)],
        ...own,
        ["dataset", [{ code: finding.evidence.dataset_version_id }]],
      ]),
      { type: "code", language: "sql", text: clip(finding.evidence.query, LONGEST_QUERY) },
    ],
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
