import {
  count,
  formatNumber,
  formatShare,
  type ReportColumn,
  type ReportDataset,
} from "harness/sdk";
import { cappedTable, paragraph } from "../document/blocks.ts";
import type { Block, Section } from "../document/document.ts";
import { name } from "../document/show_value.ts";
import { findingCard } from "./finding_card.ts";
import { chartFigure } from "./figures.ts";
import { missingnessChart } from "./missingness_chart.ts";
import type { ReportFacts } from "./report_facts.ts";
import type { Caps } from "./report_options.ts";

/** What the data are like: remarks of the profile, then every column with its gaps. */
export function dataQualitySection(facts: ReportFacts, caps: Caps): Section {
  const blocks: Block[] = [];
  const shown = facts.quality.slice(0, caps.top_findings);
  if (shown.length > 0) {
    blocks.push({ type: "cards", cards: shown.map((ranked) => findingCard(ranked, null)) });
    if (facts.quality.length > shown.length) {
      blocks.push(paragraph([`These are the first ${shown.length} of ${facts.quality.length}.`]));
    }
  } else {
    blocks.push(paragraph(["The profile has no remark on the quality of the data."]));
  }
  for (const dataset of facts.report.datasets) blocks.push(...datasetBlocks(dataset, caps));
  return { id: "quality", title: ["Quality of the data"], blocks };
}

function datasetBlocks(dataset: ReportDataset, caps: Caps): Block[] {
  const cells = dataset.rows * dataset.columns.length;
  const missing = dataset.columns.reduce((sum, column) => sum + column.missing, 0);
  const chart = caps.charts > 0 ? missingnessChart(dataset) : null;
  const figure = chart === null
    ? null
    : chartFigure(chart, `missing-${dataset.version_id}`, caps.table_rows);
  return [
    paragraph([
      "Dataset ",
      { code: dataset.version_id },
      `: ${count(dataset.rows, "row")}, ${count(dataset.columns.length, "column")}, ` +
      `${count(missing, "missing cell")} (${formatShare(missing, cells)}).`,
    ]),
    ...(figure === null ? [] : [figure]),
    cappedTable<ReportColumn>(
      {
        caption: `Columns of ${dataset.version_id}`,
        head: [
          { label: "Column" },
          { label: "Type" },
          { label: "Role" },
          { label: "Missing", numeric: true },
          { label: "Share", numeric: true },
        ],
        rest: ["All are in report.json."],
      },
      dataset.columns,
      caps.table_rows,
      (column) => ({
        cells: [
          [name(column.name)],
          [column.type],
          [column.role?.replaceAll("_", " ") ?? "–"],
          [formatNumber(column.missing)],
          [formatShare(column.missing, dataset.rows)],
        ],
      }),
    ),
  ];
}
