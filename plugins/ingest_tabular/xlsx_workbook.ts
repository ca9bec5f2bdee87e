import type { ByteSource } from "./byte_source.ts";
import { showsDate } from "./excel_date.ts";
import { noSheetError, notWorkbookError, zipError } from "./xlsx_errors.ts";
import { XML_TOKEN, XmlScanner } from "./xml_scanner.ts";
import { readZipDirectory, type ZipEntry } from "./zip_archive.ts";
import { ZipPart } from "./zip_part.ts";

const MOST_SHEETS = 10_000;
const MOST_STYLES = 100_000;

/** One sheet as the workbook lists it. */
export interface WorkbookSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Name of its part in the archive. */
  readonly part: string;
}

/** What a workbook says of itself, apart from its cells. */
export interface Workbook {
  readonly sheets: readonly WorkbookSheet[];
  /** Days are counted from 1904 instead of 1900. */
  readonly is_1904: boolean;
  /** By cell style: 1 where it shows a date. */
  readonly date_styles: Uint8Array;
  /** Name of the part with the shared strings, if there is one. */
  readonly strings_part: string | null;
  /** Opens a part's XML; `check` its check sum at the end, unless that was done before. */
  open(part: string, check?: boolean): { scanner: XmlScanner; close(): Promise<void> };
}

/** Calls `visit` for every open tag of a part. */
async function forEachTag(
  opened: { scanner: XmlScanner; close(): Promise<void> },
  visit: (name: string, scanner: XmlScanner) => void,
): Promise<void> {
  const { scanner } = opened;
  for (;;) {
    const token = scanner.step();
    if (token === XML_TOKEN.open) visit(scanner.name, scanner);
    else if (token === XML_TOKEN.more) await scanner.more();
    else if (token === XML_TOKEN.end) return;
  }
}

/**
 * Opens a workbook: its list of sheets, its styles, its relations.
 * @throws CodedError E_XLSX_ZIP, E_XLSX_FORMAT, E_XLSX_XML, E_XLSX_DOCTYPE, E_XLSX_TOO_LARGE
 */
export async function openWorkbook(source: ByteSource): Promise<Workbook> {
  const entries = readZipDirectory(source);
  const open = (part: string, check = true) => openPart(source, entries, part, check);
  const main = await findMainPart(entries, open);
  const relations = await readRelations(entries, open, main);
  const sheets: WorkbookSheet[] = [];
  let is_1904 = false;
  await forEachTag(open(main), (name, scanner) => {
    if (name === "workbookPr") is_1904 = /^(1|true|on)$/.test(scanner.attribute("date1904") ?? "");
    if (name !== "sheet") return;
    if (sheets.length === MOST_SHEETS) scanner.fail(`it lists more than ${MOST_SHEETS} sheets`);
    const relation = relations.get(scanner.attribute("id") ?? "");
    if (relation === undefined || !relation.type.endsWith("/worksheet")) return;
    const hidden = (scanner.attribute("state") ?? "visible") !== "visible";
    sheets.push({ name: scanner.attribute("name") ?? "", hidden, part: relation.target });
  });
  if (sheets.length === 0) throw notWorkbookError("a workbook without a sheet of cells");
  const all = [...relations.values()];
  const styles = all.find(({ type }) => type.endsWith("/styles"));
  const strings = all.find(({ type }) => type.endsWith("/sharedStrings"));
  const has = (part: string | undefined) => part !== undefined && entries.has(part) ? part : null;
  const stylesPart = has(styles?.target);
  return {
    sheets,
    is_1904,
    date_styles: stylesPart === null ? new Uint8Array(0) : await readDateStyles(open(stylesPart)),
    strings_part: has(strings?.target),
    open,
  };
}

/**
 * The sheet that was asked for: by name, by number from 1, or the first that is not hidden.
 * @throws CodedError E_XLSX_SHEET
 */
export function chooseSheet(workbook: Workbook, asked: string | number | null): WorkbookSheet {
  const { sheets } = workbook;
  if (asked === null) return sheets.find(({ hidden }) => !hidden) ?? sheets[0]!;
  const found = typeof asked === "number"
    ? sheets[asked - 1]
    : sheets.find(({ name }) => name === asked) ??
      sheets.find(({ name }) => name.toLowerCase() === asked.toLowerCase());
  if (found === undefined) throw noSheetError(asked, sheets.map(({ name }) => name));
  return found;
}

function openPart(
  source: ByteSource,
  entries: ReadonlyMap<string, ZipEntry>,
  name: string,
  check: boolean,
): { scanner: XmlScanner; close(): Promise<void> } {
  const entry = entries.get(name);
  if (entry === undefined) throw zipError("a part that it speaks of is not in it");
  const part = new ZipPart(source, entry, check);
  const scanner = new XmlScanner(name, (target, at, to) => part.read(target, at, to));
  return { scanner, close: () => part.close() };
}

async function findMainPart(
  entries: ReadonlyMap<string, ZipEntry>,
  open: Workbook["open"],
): Promise<string> {
  const relations = await readRelations(entries, open, "");
  const main = [...relations.values()].find(({ type }) => type.endsWith("/officeDocument"));
  const name = main?.target ?? "xl/workbook.xml";
  if (entries.has(name) && name.endsWith(".bin")) {
    throw notWorkbookError("a binary workbook (.xlsb)");
  }
  if (entries.has("mimetype")) throw notWorkbookError("an OpenDocument file");
  if (!entries.has(name)) throw notWorkbookError("a ZIP archive");
  return name;
}

/** Relations of a part by id; targets as names in the archive. */
async function readRelations(
  entries: ReadonlyMap<string, ZipEntry>,
  open: Workbook["open"],
  part: string,
): Promise<Map<string, { type: string; target: string }>> {
  const relations = new Map<string, { type: string; target: string }>();
  const slash = part.lastIndexOf("/") + 1;
  const folder = part.slice(0, slash);
  const name = `${folder}_rels/${part.slice(slash)}.rels`;
  if (!entries.has(name)) return relations;
  await forEachTag(open(name), (tag, scanner) => {
    if (tag !== "Relationship") return;
    if (scanner.attribute("TargetMode") === "External") return;
    const target = scanner.attribute("Target") ?? "";
    relations.set(scanner.attribute("Id") ?? "", {
      type: scanner.attribute("Type") ?? "",
      target: resolvePart(folder, target),
    });
  });
  return relations;
}

/** Name in the archive of what a relation of a part in `folder` points to. */
function resolvePart(folder: string, target: string): string {
  const names: string[] = [];
  for (const name of (target.startsWith("/") ? target : folder + target).split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names.join("/");
}

/** By cell style (an entry of `cellXfs`): 1 where its number format shows a date. */
async function readDateStyles(
  opened: { scanner: XmlScanner; close(): Promise<void> },
): Promise<Uint8Array> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCells = false;
  await forEachTag(opened, (name, scanner) => {
    if (name === "numFmt") {
      codes.set(Number(scanner.attribute("numFmtId")), scanner.attribute("formatCode") ?? "");
    } else if (name === "cellXfs") inCells = true;
    else if (name === "cellStyles" || name === "dxfs" || name === "cellStyleXfs") inCells = false;
    else if (name === "xf" && inCells) {
      if (formats.length === MOST_STYLES) scanner.fail(`it has more than ${MOST_STYLES} styles`);
      formats.push(Number(scanner.attribute("numFmtId") ?? 0));
    }
  });
  return Uint8Array.from(formats, (id) => showsDate(id, codes.get(id)) ? 1 : 0);
}
