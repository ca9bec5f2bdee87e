import { count, type Finding, formatNumber } from "harness/sdk";
import { join, say, type Sentence } from "../document/inline.ts";
import { name, names, prose, showValue } from "../document/show_value.ts";
import { describeRange } from "./describe_rows.ts";
import { numberField, numbersField, textField, textsField } from "./finding_fields.ts";

/** Says a finding of one kind, or undefined when its fields are not those the kind should have. */
export type KindSentence = (finding: Finding) => Sentence | undefined;

/** A sentence for every finding kind that the analyses of the catalogue report. */
export const KIND_SENTENCES: Readonly<Record<string, KindSentence>> = {
  anomaly,
  changepoint,
  cluster,
  dependence_shift: dependenceShift,
  feature_discovery: featureDiscovery,
  graph_edge: graphEdge,
  topology,
};

function anomaly(finding: Finding): Sentence | undefined {
  const column = textField(finding, "column");
  const row = numberField(finding, "row_index");
  const value = numberField(finding, "value");
  const predicted = numberField(finding, "predicted");
  if (column === undefined || row === undefined || value === undefined) return undefined;
  const start = say`In row ${row}, ${name(column)} is ${formatNumber(value)}`;
  if (predicted === undefined) return [...start, ", which is out of the ordinary."];
  const lower = numberField(finding, "lower");
  const upper = numberField(finding, "upper");
  const range = lower === undefined || upper === undefined
    ? ""
    : ` (between ${formatNumber(lower)} and ${formatNumber(upper)})`;
  return say`${start}, where the other columns lead to expect ${formatNumber(predicted)}${range}.`;
}

function changepoint(finding: Finding): Sentence | undefined {
  const column = textField(finding, "column");
  const index = numberField(finding, "index");
  if (column === undefined || index === undefined) return undefined;
  const onset = numberField(finding, "onset_index");
  const time = finding.time;
  const at = typeof time === "string" || typeof time === "number" ? say` (${timeText(time)})` : [];
  const prob = numberField(finding, "prob");
  const sure = prob === undefined ? "" : `, with probability ${formatNumber(prob)}`;
  if (onset !== undefined && onset !== index) {
    return say`${name(column)} changes from about row ${onset} on;
      the change is certain enough to report at row ${index}${at}${sure}.`;
  }
  return say`${name(column)} changes at row ${index}${at}${sure}.`;
}

/** A year is a number that must not get a comma. */
function timeText(time: string | number): Sentence {
  return typeof time === "number" ? [String(time)] : showValue(time);
}

/** Two plugins report clusters: a segment of rows, and a group of similar rows. */
function cluster(finding: Finding): Sentence | undefined {
  return segment(finding) ?? group(finding);
}

function segment(finding: Finding): Sentence | undefined {
  const column = textField(finding, "column");
  const start = numberField(finding, "start");
  const end = numberField(finding, "end");
  const inside = numberField(finding, "mean_inside");
  const outside = numberField(finding, "mean_outside");
  if (column === undefined || start === undefined || end === undefined) return undefined;
  const rows = `${end - start === 1 ? "row" : "rows"} ${describeRange(start, end)}`;
  if (inside === undefined || outside === undefined) {
    return say`${name(column)} differs in ${rows} from the other rows.`;
  }
  const side = inside > outside ? "higher" : "lower";
  return say`${name(column)} is ${side} in ${rows} than elsewhere: on average ${
    formatNumber(inside)
  } there, against ${formatNumber(outside)} in the rest.`;
}

function group(finding: Finding): Sentence | undefined {
  const id = numberField(finding, "cluster_id") ?? textField(finding, "cluster_id");
  const size = numberField(finding, "size");
  if (id === undefined || size === undefined) return undefined;
  const centre = centreOf(finding);
  const text = say`Group ${String(id)} holds ${count(size, "row")} that are alike`;
  return centre.length === 0 ? [...text, "."] : say`${text}; on average ${centre}.`;
}

/** `a` = 1.2, `b` = 3.4 — from a list in the columns' order or an object by name. */
function centreOf(finding: Finding): Sentence {
  const list = numbersField(finding, "mean");
  const mean: unknown = finding.mean;
  const pairs: (readonly [string, number])[] = [];
  if (list !== undefined && list.length === finding.columns.length) {
    list.forEach((value, i) => pairs.push([finding.columns[i]!, value]));
  } else if (typeof mean === "object" && mean !== null && !Array.isArray(mean)) {
    for (const [key, value] of Object.entries(mean)) {
      if (typeof value === "number") pairs.push([key, value]);
    }
  }
  const shown = pairs.slice(0, 4).map(([key, value]) => say`${name(key)} = ${formatNumber(value)}`);
  return pairs.length > 4 ? [...join(shown), ", …"] : join(shown, ", ", " and ");
}

function dependenceShift(finding: Finding): Sentence | undefined {
  const pair = textsField(finding, "pair");
  const before = numberField(finding, "before");
  const after = numberField(finding, "after");
  if (pair?.length !== 2 || before === undefined || after === undefined) return undefined;
  const first = textField(finding, "before_is") ?? "the first part of the data";
  const second = textField(finding, "after_is") ?? "the second";
  return say`${names(pair)} go together differently: their correlation is ${hundredths(before)} for
    ${prose(first, 120)} and ${hundredths(after)} for ${prose(second, 120)}.`;
}

/** A correlation says no more in its third digit. */
function hundredths(value: number): string {
  return formatNumber(Number(value.toFixed(2)));
}

function featureDiscovery(finding: Finding): Sentence | undefined {
  const target = textField(finding, "target");
  const feature = textField(finding, "feature");
  if (target === undefined || feature === undefined) return undefined;
  if (finding.selected === false) {
    return say`${name(feature)} was not found to say anything about ${name(target)} that the
      other columns do not.`;
  }
  return say`${name(feature)} helps to explain ${name(target)}, beyond what the other columns say.`;
}

function graphEdge(finding: Finding): Sentence | undefined {
  const source = textField(finding, "source");
  const target = textField(finding, "target");
  const weight = numberField(finding, "weight");
  if (source === undefined || target === undefined || weight === undefined) return undefined;
  return say`In the estimated graph ${name(source)} acts on ${name(target)} with weight ${
    formatNumber(weight)
  }; this is a model of the data, not proof of a cause.`;
}

function topology(finding: Finding): Sentence | undefined {
  const metric = textField(finding, "metric");
  const value = numberField(finding, "value");
  if (metric === undefined || value === undefined) return undefined;
  const birth = numberField(finding, "birth");
  const death = numberField(finding, "death");
  const life = birth === undefined || death === undefined
    ? ""
    : `, from distance ${formatNumber(birth)} to ${formatNumber(death)}`;
  return say`The shape of the data in ${names(finding.columns)}: ${
    metric.replaceAll("_", " ")
  } is ${formatNumber(value)}${life}.`;
}
