import { type TestZipFile, writeZip } from "./write_zip.ts";

/** A cell of a test's sheet; an object gives its XML attributes and content as they are. */
export type TestXlsxCell =
  | string
  | number
  | boolean
  | null
  | { readonly t?: string; readonly s?: number; readonly xml: string };

export interface TestSheet {
  readonly name: string;
  /** Rows of cells, or the whole XML of the part. */
  readonly rows: readonly (readonly TestXlsxCell[])[] | string;
  readonly state?: string;
  /** What follows `sheetData`. */
  readonly after?: string;
}

export interface TestWorkbook {
  readonly sheets: readonly TestSheet[];
  /** Strings go to the shared table, the default, or into their cells. */
  readonly inline?: boolean;
  readonly date1904?: boolean;
  /** Number formats of the cell styles 0, 1, …: a number or a code. */
  readonly formats?: readonly (number | string)[];
  /** Files to add, or to put in place of those made here. */
  readonly files?: readonly TestZipFile[];
  readonly stored?: boolean;
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Writes an XLSX workbook (ECMA-376); shares no code with the reader. */
export function writeXlsx(workbook: TestWorkbook): Promise<Uint8Array> {
  const strings: string[] = [];
  const { sheets, inline = false } = workbook;
  const parts = sheets.map(({ rows, after = "" }) =>
    typeof rows === "string"
      ? rows
      : `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${
        rows.map((row, r) => writeRow(row, r, inline ? null : strings)).join("")
      }</sheetData>${after}</worksheet>`
  );
  const formats = workbook.formats ?? [0];
  const custom = formats.map((format, i) => typeof format === "string" ? [i + 164, format] : null)
    .filter((each) => each !== null);
  const made: TestZipFile[] = [
    {
      name: "[Content_Types].xml",
      content:
        `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    },
    {
      name: "_rels/.rels",
      content: `${HEAD}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" ` +
        `Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: "xl/workbook.xml",
      content: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">` +
        `<workbookPr${workbook.date1904 ? ' date1904="1"' : ""}/><sheets>${
          sheets.map(({ name, state }, i) =>
            `<sheet name="${escapeXml(name)}" sheetId="${i + 1}"` +
            `${state ? ` state="${state}"` : ""} r:id="rId${i + 1}"/>`
          ).join("")
        }</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content:
        `${HEAD}<Relationships xmlns="${PACKAGE}">${
          sheets.map((_, i) =>
            `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" ` +
            `Target="${i % 2 ? "/xl/" : ""}worksheets/sheet${i + 1}.xml"/>`
          ).join("")
        }<Relationship Id="rId900" Type="${OFFICE}/styles" Target="styles.xml"/>` +
        `<Relationship Id="rId901" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>` +
        "</Relationships>",
    },
    ...parts.map((content, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, content })),
    {
      name: "xl/styles.xml",
      content: `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts>${
        custom.map(([id, code]) =>
          `<numFmt numFmtId="${id}" formatCode="${escapeXml(String(code))}"/>`
        ).join("")
      }</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${
        formats.map((format, i) =>
          `<xf numFmtId="${typeof format === "string" ? i + 164 : format}"><alignment/></xf>`
        ).join("")
      }</cellXfs><dxfs><dxf/></dxfs></styleSheet>`,
    },
    {
      name: "xl/sharedStrings.xml",
      content: `${HEAD}<sst xmlns="${MAIN}">${
        strings.map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`).join("")
      }</sst>`,
    },
  ];
  const given = workbook.files ?? [];
  const replaced = new Set(given.map(({ name }) => name));
  return writeZip(
    [...made.filter(({ name }) => !replaced.has(name)), ...given].map((file) => ({
      stored: workbook.stored ?? false,
      ...file,
    })),
  );
}

function writeRow(row: readonly TestXlsxCell[], r: number, strings: string[] | null): string {
  const cells = row.map((cell, c) => {
    const at = `r="${columnLetters(c)}${r + 1}"`;
    if (cell === null) return "";
    if (typeof cell === "number") return `<c ${at}><v>${cell}</v></c>`;
    if (typeof cell === "boolean") return `<c ${at} t="b"><v>${cell ? 1 : 0}</v></c>`;
    if (typeof cell === "object") {
      const type = cell.t === undefined ? "" : ` t="${cell.t}"`;
      return `<c ${at}${cell.s === undefined ? "" : ` s="${cell.s}"`}${type}>${cell.xml}</c>`;
    }
    if (strings === null) return `<c ${at} t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`;
    if (!strings.includes(cell)) strings.push(cell);
    return `<c ${at} t="s"><v>${strings.indexOf(cell)}</v></c>`;
  });
  return cells.every((cell) => cell === "") ? "" : `<row r="${r + 1}">${cells.join("")}</row>`;
}

function columnLetters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest === 0 ? "" : columnLetters(rest - 1)) + String.fromCharCode(65 + column % 26);
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"\r]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/_(?=x[0-9a-fA-F]{4}_)/g, "_x005F_");
}
