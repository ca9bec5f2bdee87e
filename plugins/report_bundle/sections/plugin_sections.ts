import { count, evidenceClass, type Finding, formatNumber, type ReportPlugin } from "harness/sdk";
import { cappedTable, paragraph } from "../document/blocks.ts";
import type { Block, Section, Table } from "../document/document.ts";
import { say, type Sentence } from "../document/inline.ts";
import { name, prose, showValue } from "../document/show_value.ts";
import { describeFinding } from "../findings/describe_finding.ts";
import { describeRows } from "../findings/describe_rows.ts";
import { CLASS_LABELS, strengthText } from "../findings/evidence_words.ts";
import { fullReference } from "./method_reference.ts";
import { metricTables } from "./metric_tables.ts";
import { findingAnchor, pluginAnchor } from "./anchors.ts";
import { type ReportFacts, type Step, stepsOf } from "./report_facts.ts";
import type { Caps } from "./report_options.ts";

/** What a reader is told of each way a step can end. */
const STATUS_WORDS: Readonly<Record<ReportPlugin["status"], string>> = {
  ok: "Ran to the end.",
  skipped: "Had nothing to work on.",
  error: "Failed.",
  timeout: "Was stopped: it ran out of time.",
  oom: "Was stopped: it ran out of memory.",
  killed: "Was killed.",
  refused: "Was stopped: it broke the rules of its sandbox or of its result.",
};

const TYPE_ORDER: readonly string[] = ["analysis", "transform", "profile", "planner", "ingest"];

/** The section with one part per step: analyses first, then what prepared the data for them. */
export function pluginsSection(facts: ReportFacts, caps: Caps, rest: Sentence): Section {
  const steps = stepsOf(facts.report).sort((a, b) =>
    TYPE_ORDER.indexOf(a[1].type) - TYPE_ORDER.indexOf(b[1].type)
  );
  return {
    id: "plugins",
    title: ["Plugin by plugin"],
    blocks: steps.length === 0
      ? [paragraph(["No step ran."])]
      : steps.map((step) => ({ type: "section", section: pluginSection(step, facts, caps, rest) })),
  };
}

function pluginSection(step: Step, facts: ReportFacts, caps: Caps, rest: Sentence): Section {
  const [id, plugin] = step;
  const answered = plugin.findings.filter((finding) => evidenceClass(finding) !== null);
  const unanswered = plugin.findings.filter((finding) => evidenceClass(finding) === null);
  const blocks: Block[] = [
    paragraph(
      [
        `${STATUS_WORDS[plugin.status]} `,
        name(id),
        ` ${prose(plugin.version, 40)}, ${plugin.type}.`,
      ],
      [prose(plugin.summary)],
    ),
  ];
  if (plugin.error !== null) {
    blocks.push(paragraph([prose(plugin.error.message), " (", { code: plugin.error.code }, ")"]));
  }
  blocks.push(...budgetNote(plugin));
  if (answered.length > 0) blocks.push(findingsTable(answered, facts, caps, rest));
  blocks.push(...facts.figures.of_plugin.get(id) ?? []);
  for (const problem of facts.charts.get(id)?.problems.slice(0, 5) ?? []) {
    blocks.push(paragraph([`A chart is missing: ${prose(problem, 300)}.`]));
  }
  if (unanswered.length > 0) blocks.push(...unansweredList(unanswered, caps));
  blocks.push(...metricTables(plugin.metrics, caps.table_rows));
  if (plugin.artifacts.length > 0) blocks.push(artifactsTable(id, plugin, caps));
  blocks.push(...references(plugin));
  return { id: pluginAnchor(id), title: [prose(plugin.name, 120)], blocks };
}

function budgetNote({ budget }: ReportPlugin): Block[] {
  if (budget === null || (!budget.sampled && budget.row_limit === null)) return [];
  const limit = budget.row_limit === null ? "" : ` of at most ${count(budget.row_limit, "row")}`;
  return [paragraph([
    budget.sampled
      ? `This result rests on a seeded sample${limit}, not on every row.`
      : `This result rests on a part${limit}, not on every row.`,
  ])];
}

function findingsTable(
  findings: readonly Finding[],
  facts: ReportFacts,
  caps: Caps,
  rest: Sentence,
): Table {
  return cappedTable(
    {
      caption: "Findings",
      head: [
        { label: "Finding" },
        { label: "Rows" },
        { label: "Evidence" },
        { label: "Score", numeric: true },
        { label: "Id" },
      ],
      rest,
    },
    findings,
    caps.findings_per_plugin,
    (finding) => findingRow(finding, facts.carded.has(finding.id)),
  );
}

/**
 * One finding as a row of a table.
 * @param finding
 * @param carded true when it has a card, which then holds its anchor
 */
export function findingRow(finding: Finding, carded: boolean): Table["rows"][number] {
  const level = evidenceClass(finding);
  const strength = strengthText(finding);
  const label = level === null ? "Not analysed" : CLASS_LABELS[level];
  const anchor = findingAnchor(finding.id);
  const cells: Sentence[] = [
    describeFinding(finding),
    [describeRows(finding.evidence)],
    [strength === null ? label : `${label} (${strength})`],
    showValue(finding.score),
    [carded ? { link: finding.id, href: `#${anchor}` } : { code: finding.id }],
  ];
  return carded ? { cells } : { id: anchor, cells };
}

function unansweredList(findings: readonly Finding[], caps: Caps): Block[] {
  const items = findings.slice(0, caps.table_rows).map(describeFinding);
  const more = findings.length - items.length;
  if (more > 0) items.push([`… and ${more} more, in report.json`]);
  return [paragraph(["Not analysed:"]), { type: "list", items }];
}

function artifactsTable(id: string, plugin: ReportPlugin, caps: Caps): Table {
  return cappedTable(
    {
      caption: "Files",
      head: [{ label: "File" }, { label: "What it holds" }, { label: "Bytes", numeric: true }],
      rest: ["All are in report.json."],
    },
    plugin.artifacts,
    caps.table_rows,
    (artifact) => ({
      cells: [
        say`${name(`artifacts/${id}/${artifact.name}`)}`,
        [prose(artifact.description, 240)],
        [formatNumber(artifact.bytes)],
      ],
    }),
  );
}

function references(plugin: ReportPlugin): Block[] {
  if (plugin.references.length === 0) return [];
  return [
    paragraph([plugin.references.length === 1 ? "Method:" : "Methods:"]),
    { type: "list", items: plugin.references.slice(0, 10).map(fullReference) },
  ];
}
