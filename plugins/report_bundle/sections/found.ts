import { RANKING_RULE } from "harness/sdk";
import { paragraph } from "../document/blocks.ts";
import type { Block, Section } from "../document/document.ts";
import type { Sentence } from "../document/inline.ts";
import { findingCard } from "./finding_card.ts";
import type { ReportFacts } from "./report_facts.ts";
import type { Caps } from "./report_options.ts";

/** Row numbers and rounding: what a reader must know to follow any sentence of the report. */
const READING_NOTE =
  "Rows count from 0, the heading not counted. Numbers are rounded to 4 significant digits; " +
  "report.json has all of them.";

/**
 * The first section: what was found, ranked across plugins.
 * @param facts
 * @param caps
 * @param rest where the findings that are left out can be read
 */
export function foundSection(facts: ReportFacts, caps: Caps, rest: Sentence): Section {
  const shown = facts.found.slice(0, caps.top_findings);
  const blocks: Block[] = [];
  if (shown.length === 0) {
    blocks.push(paragraph(["No analysis reported a finding."]));
  } else {
    blocks.push({
      type: "cards",
      cards: shown.map((ranked) =>
        findingCard(ranked, facts.figures.of_finding.get(ranked.finding.id) ?? null)
      ),
    });
    if (facts.found.length > shown.length) {
      blocks.push(
        paragraph([`These are the first ${shown.length} of ${facts.found.length}.`], rest),
      );
    }
    blocks.push(paragraph([RANKING_RULE], [READING_NOTE]));
  }
  return { id: "found", title: ["What was found"], blocks };
}
