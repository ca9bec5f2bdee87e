import { count, EVIDENCE_CLASSES, type Report } from "harness/sdk";
import { paragraph } from "../document/blocks.ts";
import type { Block } from "../document/document.ts";
import { join, say, type Sentence } from "../document/inline.ts";
import { name, names, prose } from "../document/show_value.ts";
import { describeFinding } from "../findings/describe_finding.ts";
import { CLASS_PHRASES } from "../findings/evidence_words.ts";
import { type ReportFacts, stepsOf } from "./report_facts.ts";

/** `Report on demo.csv`, `Report on a.csv and 2 more files`. */
export function reportTitle(report: Report): Sentence {
  const [first, ...others] = report.inputs;
  if (first === undefined) return ["Report on nothing that could be read"];
  if (others.length === 0) return say`What is in ${name(first.filename)}`;
  return say`What is in ${name(first.filename)} and ${count(others.length, "more file")}`;
}

/** What must be seen before anything else. */
export function notices(facts: ReportFacts): Block[] {
  const { report } = facts;
  const out: Block[] = [];
  if (report.status === "failed") {
    const why: Sentence = report.errors[0] === undefined
      ? ["No reason was recorded."]
      : say`${prose(report.errors[0].message, 600)} (${{ code: report.errors[0].code }})`;
    out.push(
      notice("bad", [{ strong: ["This run failed."] }, " ", ...why], [
        "Nothing below is complete.",
      ]),
    );
  } else if (report.status === "partial") {
    const steps = facts.failed.map(([id, plugin]) => say`${name(id)} (${plugin.status})`);
    const list = steps.length === 0 ? ["see Errors"] : join(steps.slice(0, 8), ", ", " and ");
    const more = steps.length > 8 ? ` and ${steps.length - 8} more` : "";
    out.push(notice("bad", [
      { strong: ["This report is incomplete."] },
      ` ${count(facts.failed.length, "step")} of ${stepsOf(report).length} failed: `,
      ...list,
      `${more}. What they would have found is missing; the reasons are under Errors.`,
    ]));
  }
  if (report.network_allowed) {
    out.push(notice("bad", [
      { strong: ["The network was open during this run."] },
      " A developer override let plugins send data out and fetch what they like: do not rely on " +
      "this report, and do not take the data for unshared.",
    ]));
  }
  return out;
}

function notice(tone: "bad" | "warning", ...sentences: readonly Sentence[]): Block {
  return { type: "notice", tone, blocks: [paragraph(...sentences)] };
}

/** One paragraph for a reader who reads only one. */
export function verdict(facts: ReportFacts): Block[] {
  const sentences = [size(facts.report), work(facts), ...harvest(facts), ...care(facts)];
  return [paragraph(...sentences.filter((sentence) => sentence.length > 0))];
}

function size(report: Report): Sentence {
  const [first, ...others] = report.datasets;
  if (first === undefined) return ["No table could be read."];
  const shape = `${count(first.rows, "row")} and ${count(first.columns.length, "column")}`;
  if (others.length === 0) return [`The table has ${shape}.`];
  return [`The run made ${report.datasets.length} tables; the first has ${shape}.`];
}

function work({ report }: ReportFacts): Sentence {
  const ran = analysesThat(report, (status) => status === "ok");
  const idle = analysesThat(report, (status) => status === "skipped");
  const lost = analysesThat(report, (status) => status !== "ok" && status !== "skipped");
  const rest = [
    idle > 0 ? `${idle} had nothing to work on` : "",
    lost > 0 ? `${lost} failed` : "",
  ].filter((part) => part !== "");
  const tail = rest.length > 0 ? `; ${rest.join(" and ")}` : "";
  return [`${count(ran, "analysis", "analyses")} ran to the end${tail}.`];
}

function analysesThat(report: Report, ended: (status: string) => boolean): number {
  return stepsOf(report).filter(([, { type, status }]) => type === "analysis" && ended(status))
    .length;
}

function harvest({ found, report }: ReportFacts): Sentence[] {
  const many = analysesThat(report, (status) => status === "ok") > 1;
  const best = found[0];
  if (best === undefined) {
    return [[
      "Nothing was found. That is an answer about these methods, not proof of an empty table.",
    ]];
  }
  const parts = EVIDENCE_CLASSES.flatMap((level) => {
    const n = found.filter((ranked) => ranked.evidence_class === level).length;
    return n === 0 ? [] : [`${n} ${CLASS_PHRASES[level]}`];
  });
  const first = describeFinding(best.finding);
  const worth = best.evidence_class !== "none";
  return [
    [`${many ? "Together they report" : "It reports"} ${count(found.length, "finding")} (${
      parts.join(", ")
    }).`],
    worth ? say`First of all: ${first}` : ["None of them stands out from what chance would bring."],
  ];
}

/** Columns that a profile takes for personal data, each once. */
function personalColumns(quality: ReportFacts["quality"]): string[] {
  const found = quality.filter(({ finding }) => finding.kind === "pii");
  return [...new Set(found.flatMap(({ finding }) => finding.columns))];
}

function care({ report, quality }: ReportFacts): Sentence[] {
  const holed = report.datasets.flatMap((d) => d.columns).filter((c) => c.missing > 0).length;
  const parts = [
    quality.length > 0 ? `${count(quality.length, "remark")} on the quality of the data` : "",
    holed > 0 ? `${count(holed, "column")} with missing values` : "",
  ].filter((part) => part !== "");
  const personal = personalColumns(quality);
  return [
    ...(parts.length === 0 ? [] : [[`Before relying on it, note ${parts.join(" and ")}.`]]),
    ...(personal.length === 0 ? [] : [say`Take care whom you show it to: ${names(personal, 3)}
      ${personal.length === 1 ? "seems" : "seem"} to hold personal data.`]),
  ];
}
