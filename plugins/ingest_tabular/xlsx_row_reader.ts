import { appendXmlText } from "./append_xml_text.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import { CELL } from "./cell_block.ts";
import { appendExcelDate } from "./excel_date.ts";
import { firstUtf8Problem } from "./first_utf8_problem.ts";
import { parseDecimal } from "./parse_decimal.ts";
import type { SharedStrings } from "./xlsx_strings.ts";
import { XML_TOKEN, type XmlScanner } from "./xml_scanner.ts";

/** What {@link XlsxRowReader.step} came upon. */
export const ROW_STEP = { more: 0, end: 1, row: 2 } as const;

/** Bounds of a sheet (Excel's own). */
export const MOST_SHEET_ROWS = 1_048_576;
export const MOST_SHEET_COLUMNS = 16_384;

const C = 0x63;
const F = 0x66;
const R = 0x72;
const S = 0x73;
const T = 0x74;
const V = 0x76;
const IS = 0x6973;
const ROW = 0x726f77;
const RPH = 0x725068;

/** What a cell's `t` says its value is. */
type CellKind = "number" | "shared" | "boolean" | "error" | "text" | "date";

/** Facts of the workbook that cells depend on. */
export interface CellFacts {
  readonly strings: SharedStrings;
  /** By cell style: 1 where it shows a date. */
  readonly date_styles: Uint8Array;
  readonly is_1904: boolean;
}

/**
 * Reads the rows of a sheet's XML, one after the other. Of a row it keeps the cells that have a
 * value: a formula's is the one that was computed last; an error (`#DIV/0!`) is none, but counted.
 */
export class XlsxRowReader {
  /** Values in the row. */
  count = 0;
  /** Their sheet columns from 0, ascending; where their content lies; how it is to be read. */
  readonly columns = new Int32Array(MOST_SHEET_COLUMNS);
  readonly from = new Int32Array(MOST_SHEET_COLUMNS);
  readonly to = new Int32Array(MOST_SHEET_COLUMNS);
  readonly flags = new Uint8Array(MOST_SHEET_COLUMNS);
  readonly content = new ByteBuffer(4096);
  /** The row's number in the sheet, from 1. */
  row = 0;
  errors = 0;
  formulasWithoutValue = 0;
  mergedRanges = 0;
  /** The first of them, such as `A1:B2`. */
  firstMerged = "";
  readonly #scanner: XmlScanner;
  readonly #facts: CellFacts;
  #column = -1;
  #style = 0;
  #kind: CellKind = "number";
  #cellFrom = 0;
  #inData = false;
  #inRow = false;
  #inCell = false;
  #inInline = false;
  #capture = false;
  #pronounced = false;
  #hasValue = false;
  #hasFormula = false;

  constructor(scanner: XmlScanner, facts: CellFacts) {
    this.#scanner = scanner;
    this.#facts = facts;
  }

  /** Goes on to the end of the next row, if the bytes at hand hold it; one of {@link ROW_STEP}. */
  step(): number {
    const scanner = this.#scanner;
    for (;;) {
      switch (scanner.step()) {
        case XML_TOKEN.more:
          return ROW_STEP.more;
        case XML_TOKEN.end:
          if (this.#inRow) scanner.fail("it ends in the middle of a row");
          return ROW_STEP.end;
        case XML_TOKEN.text:
          if (this.#capture && !this.#pronounced) appendXmlText(scanner, this.content);
          break;
        case XML_TOKEN.open:
          this.#open();
          if (scanner.empty && this.#close()) return ROW_STEP.row;
          break;
        default:
          if (this.#close()) return ROW_STEP.row;
      }
    }
  }

  #open(): void {
    const { code } = this.#scanner;
    if (code === 0) return this.#openOther();
    if (!this.#inData) return;
    if (code === C) this.#openCell();
    else if (code === V || code === T) {
      this.#capture = this.#inCell && (code === V || this.#inInline);
    } else if (code === ROW) this.#openRow();
    else if (code === F) this.#hasFormula = true;
    else if (code === IS) this.#inInline = true;
    else if (code === RPH) this.#pronounced = true;
  }

  /** A tag whose name is longer than those of rows and cells. */
  #openOther(): void {
    const { name, empty } = this.#scanner;
    if (name === "sheetData") this.#inData = !empty;
    else if (name === "mergeCell" && this.mergedRanges++ === 0) {
      this.firstMerged = this.#scanner.attribute("ref") ?? "";
    }
  }

  /** Takes in a closing tag; true when it ends a row. */
  #close(): boolean {
    const { code } = this.#scanner;
    if (code === 0) {
      if (this.#inData && this.#scanner.name === "sheetData") this.#inData = false;
    } else if (code === V || code === T) {
      if (this.#capture) this.#hasValue = true;
      this.#capture = false;
    } else if (code === C && this.#inCell) this.#closeCell();
    else if (code === IS) this.#inInline = false;
    else if (code === RPH) this.#pronounced = false;
    else if (code === ROW && this.#inRow) {
      this.#inRow = false;
      this.#checkText();
      return true;
    }
    return false;
  }

  #openRow(): void {
    if (this.#inRow) this.#scanner.fail("a row begins inside a row");
    let row = this.row + 1;
    for (let p = this.#scanner.nextShortAttribute(this.#scanner.from); p >= 0;) {
      const { letter, valueFrom, valueTo } = this.#scanner;
      if (letter === R) row = this.#digits(valueFrom, valueTo);
      p = this.#scanner.nextShortAttribute(p);
    }
    if (!(row > this.row && row <= MOST_SHEET_ROWS)) {
      this.#scanner.fail(`the row after row ${this.row} has a number that cannot be`);
    }
    this.row = row;
    this.count = 0;
    this.content.length = 0;
    this.#column = -1;
    this.#inRow = true;
  }

  #openCell(): void {
    const scanner = this.#scanner;
    if (!this.#inRow || this.#inCell) scanner.fail("a cell stands outside of a row");
    this.#inCell = true;
    this.#hasValue = false;
    this.#hasFormula = false;
    this.#kind = "number";
    this.#style = 0;
    this.#cellFrom = this.content.length;
    let column = this.#column + 1;
    for (let p = scanner.nextShortAttribute(scanner.from); p >= 0;) {
      const { letter, valueFrom, valueTo } = scanner;
      if (letter === R) column = this.#columnOf(valueFrom, valueTo);
      else if (letter === S) this.#style = this.#digits(valueFrom, valueTo);
      else if (letter === T) this.#kind = this.#kindOf(valueFrom, valueTo);
      p = scanner.nextShortAttribute(p);
    }
    if (!(column > this.#column && column < MOST_SHEET_COLUMNS)) {
      scanner.fail(`row ${this.row} has a cell where none can be, or two in one place`);
    }
    this.#column = column;
  }

  /** Column from 0 of a reference such as `AB12`. */
  #columnOf(from: number, to: number): number {
    const { bytes } = this.#scanner;
    let column = 0;
    let p = from;
    for (; p < to && bytes[p]! >= 65 && bytes[p]! <= 90 && p < from + 4; p++) {
      column = column * 26 + bytes[p]! - 64;
    }
    return this.#digits(p, to) === this.row ? column - 1 : -1;
  }

  /** A number of at most seven digits; −1 when it is none. */
  #digits(from: number, to: number): number {
    const { bytes } = this.#scanner;
    let value = 0;
    for (let p = from; p < to; p++) {
      const digit = bytes[p]! - 48;
      if (!(digit >= 0 && digit <= 9) || p - from > 7) return -1;
      value = value * 10 + digit;
    }
    return from < to ? value : -1;
  }

  #kindOf(from: number, to: number): CellKind {
    const first = this.#scanner.bytes[from];
    if (to - from === 1) {
      if (first === S) return "shared";
      if (first === 0x62) return "boolean";
      if (first === 0x65) return "error";
      if (first === 0x64) return "date";
      return "number";
    }
    return "text";
  }

  #closeCell(): void {
    this.#inCell = false;
    if (!this.#hasValue && this.#hasFormula) this.formulasWithoutValue++;
    const flag = this.#hasValue ? this.#finish() : CELL.absent;
    if (flag === CELL.absent || this.content.length === this.#cellFrom) {
      this.content.length = this.#cellFrom;
      return;
    }
    const at = this.count++;
    this.columns[at] = this.#column;
    this.from[at] = this.#cellFrom;
    this.to[at] = this.content.length;
    this.flags[at] = flag;
  }

  /** Turns the captured value into content; how it is to be read, of `CELL`. */
  #finish(): number {
    const { content } = this;
    const from = this.#cellFrom;
    switch (this.#kind) {
      case "text":
      case "date":
        return CELL.text;
      case "error":
        this.errors++;
        return CELL.absent;
      case "boolean": {
        const word = content.bytes[from] === 49 ? "true" : "false";
        content.length = from;
        for (let i = 0; i < word.length; i++) content.push(word.charCodeAt(i));
        return CELL.plain;
      }
      case "shared": {
        const { strings } = this.#facts;
        const index = this.#number();
        if (!(Number.isInteger(index) && index >= 0 && index < strings.count)) {
          this.#scanner.fail(`row ${this.row} refers to a text that is not there`);
        }
        content.length = from;
        content.append(strings.data, strings.offsets[index]!, strings.offsets[index + 1]!);
        return CELL.text;
      }
      case "number": {
        if (this.#facts.date_styles[this.#style] !== 1) return CELL.plain;
        const serial = this.#number();
        const length = content.length;
        if (!appendExcelDate(serial, this.#facts.is_1904, content)) return CELL.plain;
        content.bytes.copyWithin(from, length, content.length);
        content.length -= length - from;
        return CELL.plain;
      }
    }
  }

  /** The captured value as a number; NaN when it is none. */
  #number(): number {
    const { bytes, length } = this.content;
    for (let p = this.#cellFrom; p < length; p++) {
      const b = bytes[p]!;
      const isPart = (b >= 48 && b <= 57) || b === 46 || b === 45 || b === 43 || (b | 32) === 101;
      if (!isPart) return NaN;
    }
    return length === this.#cellFrom ? NaN : parseDecimal(bytes, this.#cellFrom, length, 46);
  }

  #checkText(): void {
    const { bytes, length } = this.content;
    if (firstUtf8Problem(bytes, 0, length) < length) {
      this.#scanner.fail(`row ${this.row} has text that is not valid UTF-8`);
    }
  }
}
