import { writeXlsx } from "../../plugins/ingest_tabular/testing/write_xlsx.ts";
import { writePlugin } from "../write_plugin.ts";
import { FORMULAS, HOSTILE, NUMBERS_AS_TEXT } from "./hostile_text.ts";

/** The column whose name is hostile in every way. */
export const COLUMN = `${HOSTILE.formula} ${HOSTILE.words}`;
/** Hostile as far as a file's name can be: no slash, and no comma or C0, which are refused. */
export const FILE = `=evil ![x](x) <x-evil onerror=evil()> "'&lt;\`|\u202e\u009b31m.csv`;

const text = (value: unknown) => JSON.stringify(value);
const WORDS = text(HOSTILE.words);
const LINES = text(HOSTILE.lines);

const FINDINGS = `[
  { kind: "note", label: ${text(HOSTILE.formula + HOSTILE.name)}, measurement_type: "measured",
    score: -1, p_value: 0.001, q_value: 0.001, assumption: ${WORDS}, words: ${WORDS},
    lines: ${LINES}, formula: ${text(HOSTILE.formula)}, columns: [${text(COLUMN)}],
    evidence: { row_ids: [0, 1] } },
  { kind: "not_applicable", measurement_type: "not_applicable", score: null,
    columns: [${text(COLUMN)}], reason: ${LINES} },
]`;

/** Plugins by id: each sets every text that it can on its way to another end. */
const PLUGINS: Readonly<Record<string, string>> = {
  hostile_words: `
    for (const level of ["info", "warning"] as const) ctx.log(level, ${WORDS});
    ctx.progress(1, 2, ${LINES});
    console.log(${WORDS});
    ctx.artifact({ name: "page.html", media_type: "text/html", description: ${LINES} }, ${LINES});
    return { status: "ok", summary: ${LINES}, metrics: { [${WORDS}]: ${LINES},
      deep: { [${LINES}]: [${WORDS}] } }, findings: ${FINDINGS} };`,
  hostile_skip: `return { status: "skipped", summary: ${WORDS}, metrics: {}, findings: [] };`,
  hostile_throw: `console.error(${LINES}); throw Object.assign(new Error(${WORDS}),
    { code: "E_EVIL", next: ${LINES}, stack: ${LINES} });`,
  hostile_code: `throw Object.assign(new Error(${LINES}), { code: ${WORDS} });`,
  hostile_artifact: `ctx.artifact({ name: ${WORDS}, media_type: ${WORDS}, description: "" }, "");
    return { status: "ok", summary: "", metrics: {}, findings: [] };`,
  hostile_columns: `return { status: "ok", summary: "", metrics: {}, findings: [{ kind: "note",
    label: "x", measurement_type: "measured", score: 1, columns: [${LINES}],
    evidence: { row_ids: [0] } }] };`,
  hostile_result: `return { status: "ok", summary: "", metrics: {}, findings: [], [${WORDS}]: 1,
    budget: { [${LINES}]: ${WORDS} } } as never;`,
};

/** A report plugin, the last of all by its id, that puts all of it where people look. */
const REPORT = `
  ctx.artifact({ name: "report.md", media_type: "text/markdown", description: "" }, ${LINES});
  ctx.artifact({ name: "report.html", media_type: "text/html", description: "" },
    "<!doctype html><html><head><title>x</title></head><body>" + ${LINES} + "</body></html>");
  return { status: "ok", summary: "", metrics: {}, findings: [] };`;

/** Ids of the hostile analyses. */
export const HOSTILE_PLUGINS = Object.keys(PLUGINS);

/** Where everything is. */
export interface HostileWorld {
  readonly folder: string;
  /** Folders of plugins: the analyses, and the report plugin in one of its own. */
  readonly analyses: string;
  readonly reports: string;
  readonly table: string;
  readonly workbook: string;
}

/**
 * Writes the hostile plugins, a hostile table and a hostile workbook.
 * @param folder an empty folder
 */
export async function makeHostileWorld(folder: string): Promise<HostileWorld> {
  const world = {
    folder,
    analyses: `${folder}/analyses`,
    reports: `${folder}/reports`,
    table: `${folder}/${FILE}`,
    workbook: `${folder}/book.xlsx`,
  };
  for (const [id, run] of Object.entries(PLUGINS)) {
    await writePlugin(world.analyses, { id, run });
    await makeManifestHostile(`${world.analyses}/${id}`);
  }
  await writePlugin(world.reports, { id: "zz_report", type: "report", run: REPORT });
  await Deno.writeTextFile(world.table, tableText());
  const name = HOSTILE.name.replace(/[[\]*?:/\\]/g, "").slice(0, 31);
  const rows = [[COLUMN, "n"], ...FORMULAS.map((cell, i) => [cell, i])]
    // XML cannot hold control characters at all.
    // deno-lint-ignore no-control-regex
    .map((row) => row.map((cell) => String(cell).replace(/[\x00-\x08\x0b-\x1f]/g, "")));
  await Deno.writeFile(
    world.workbook,
    await writeXlsx({ sheets: [{ name, rows }, { name: "b", rows }] }),
  );
  return world;
}

/** Everything of a manifest that may be any text, and the two kinds of its findings. */
async function makeManifestHostile(own: string): Promise<void> {
  const printable = text(HOSTILE.printable);
  const manifest = (await Deno.readTextFile(`${own}/plugin.yaml`))
    .replace(/^name: .*$/m, `name: ${text(HOSTILE.printable.slice(0, 100))}`)
    .replace(
      "description: Nothing to set.",
      `description: ${LINES.length < 2000 ? LINES : printable}`,
    )
    .replace("authors: Nobody N", `authors: ${printable}`)
    .replace("title: A method for tests", `title: ${printable}`);
  await Deno.writeTextFile(`${own}/plugin.yaml`, manifest);
  const path = `${own}/output.schema.json`;
  const schema = JSON.parse(await Deno.readTextFile(path));
  schema.properties.findings.items.oneOf.push({ $ref: "#/$defs/not_applicable" });
  schema.$defs.not_applicable = {
    type: "object",
    "x-identity": ["columns", "reason"],
    required: ["kind", "columns", "reason"],
    properties: {
      kind: { const: "not_applicable" },
      columns: { type: "array" },
      reason: { type: "string" },
    },
  };
  await Deno.writeTextFile(path, JSON.stringify(schema));
}

function tableText(): string {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const cells = [
    ...FORMULAS,
    ...NUMBERS_AS_TEXT,
    HOSTILE.words,
    HOSTILE.lines,
    ...Array.from({ length: 30 }, (_, i) => `plain ${i}`),
  ];
  const rows = cells.map((cell, i) => `${quoted(cell)},${i % 2 === 0 ? -1 : "+1.5e3"},${i}`);
  return [`${quoted(COLUMN)},number,${quoted(HOSTILE.lines)}`, ...rows].join("\n") + "\n";
}
