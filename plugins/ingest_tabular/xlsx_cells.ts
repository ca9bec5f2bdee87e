import { BlockBuilder } from "./block_builder.ts";
import { CELL, type CellBlock, type CellSource } from "./cell_block.ts";
import { quoteForMessage } from "./errors.ts";
import type { XmlScanner } from "./xml_scanner.ts";
import { type CellFacts, MOST_SHEET_COLUMNS, ROW_STEP, XlsxRowReader } from "./xlsx_row_reader.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** What the cells of a sheet were, beside their values. */
export interface SheetFacts {
  /** Rows without a value, which are passed over. */
  readonly blank_rows: number;
  /** Columns without a value between others, which are left out. */
  readonly blank_columns: number;
  readonly error_cells: number;
  readonly formulas_without_value: number;
  readonly merged_ranges: number;
  readonly first_merged: string;
}

/** The cells of a sheet, rows and columns without any value left out. */
export class XlsxCells implements CellSource {
  columns = 0;
  readonly #open: (check: boolean) => { scanner: XmlScanner; close(): Promise<void> };
  readonly #facts: CellFacts;
  readonly #sheet: string;
  readonly #maxRows: number;
  readonly #blockBytes: number;
  #opened: { scanner: XmlScanner; close(): Promise<void> } | null = null;
  #reader: XlsxRowReader | null = null;
  #header = false;
  #read = 0;
  #blankRows = 0;
  /** Sheet columns that have a value, ascending. */
  #used: Int32Array = new Int32Array(0);
  #builder = new BlockBuilder(0, 16);

  /**
   * @param open begins to read the sheet's XML, its check sum too if asked to
   * @param sheet its name, for messages
   * @param maxRows data rows to read at most
   * @param blockBytes about how much a block holds; results do not depend on it
   */
  constructor(
    open: (check: boolean) => { scanner: XmlScanner; close(): Promise<void> },
    facts: CellFacts,
    sheet: string,
    maxRows: number,
    blockBytes: number,
  ) {
    this.#open = open;
    this.#facts = facts;
    this.#sheet = sheet;
    this.#maxRows = maxRows;
    this.#blockBytes = blockBytes;
  }

  /** The first row that has a value, by sheet column; null when there is none. */
  async firstRecord(): Promise<{ column: number; text: string; isText: boolean }[] | null> {
    await this.#restart();
    if (!await this.#next()) return null;
    const reader = this.#reader!;
    return Array.from({ length: reader.count }, (_, i) => ({
      column: reader.columns[i]!,
      text: decoder.decode(reader.content.bytes.subarray(reader.from[i]!, reader.to[i]!)),
      isText: reader.flags[i] === CELL.text,
    }));
  }

  /**
   * Reads the sheet once for the columns that have a value and for what else it holds.
   * @param header whether the first row holds the names
   * @returns sheet columns in the table's order, and facts about the sheet
   */
  async prepare(header: boolean): Promise<{ columns: readonly number[]; facts: SheetFacts }> {
    this.#header = header;
    const isUsed = new Uint8Array(MOST_SHEET_COLUMNS);
    await this.#restart(true);
    const reader = this.#reader!;
    while (this.#rows() < this.#maxRows && await this.#next()) {
      for (let i = 0; i < reader.count; i++) isUsed[reader.columns[i]!] = 1;
    }
    const used = [...isUsed.keys()].filter((column) => isUsed[column] === 1);
    this.#used = Int32Array.from(used);
    this.columns = used.length;
    this.#builder = new BlockBuilder(this.columns, this.#blockBytes);
    const facts: SheetFacts = {
      blank_rows: this.#blankRows,
      blank_columns: used.length === 0 ? 0 : used.at(-1)! - used[0]! + 1 - used.length,
      error_cells: reader.errors,
      formulas_without_value: reader.formulasWithoutValue,
      merged_ranges: reader.mergedRanges,
      first_merged: reader.firstMerged,
    };
    return { columns: used, facts };
  }

  async rewind(): Promise<void> {
    await this.#restart();
    if (this.#header) await this.#next();
  }

  async next(): Promise<CellBlock | null> {
    const builder = this.#builder;
    builder.clear(this.#rows());
    while (!builder.full && this.#rows() < this.#maxRows) {
      const found = this.#step();
      if (found === ROW_STEP.end) break;
      if (found === ROW_STEP.more) await this.#opened!.scanner.more();
      else this.#emit(builder);
    }
    return builder.rows === 0 ? null : builder.block();
  }

  /** Whether a row follows the last block, that is, whether `maxRows` cut the sheet. */
  async hasMore(): Promise<boolean> {
    return await this.#next();
  }

  async describe(row: number): Promise<string> {
    await this.rewind();
    while (this.#rows() <= row && await this.#next());
    return `row ${this.#reader!.row} of the sheet ${quoteForMessage(this.#sheet)}`;
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    await this.#opened?.close();
    this.#opened = null;
  }

  #rows(): number {
    return this.#read - (this.#header ? 1 : 0);
  }

  async #restart(check = false): Promise<void> {
    await this.close();
    this.#opened = this.#open(check);
    this.#reader = new XlsxRowReader(this.#opened.scanner, this.#facts);
    this.#read = 0;
    this.#blankRows = 0;
  }

  /** Goes on to the next row that has a value; one of `ROW_STEP`. */
  #step(): number {
    const reader = this.#reader!;
    for (;;) {
      const found = reader.step();
      if (found !== ROW_STEP.row) return found;
      if (reader.count > 0) {
        this.#read++;
        return found;
      }
      this.#blankRows++;
    }
  }

  async #next(): Promise<boolean> {
    for (;;) {
      const found = this.#step();
      if (found === ROW_STEP.more) await this.#opened!.scanner.more();
      else return found === ROW_STEP.row;
    }
  }

  #emit(builder: BlockBuilder): void {
    const reader = this.#reader!;
    const { bytes } = reader.content;
    builder.startRow();
    let at = 0;
    for (let c = 0; c < this.columns; c++) {
      const column = this.#used[c]!;
      if (at < reader.count && reader.columns[at] === column) {
        builder.cell(bytes, reader.from[at]!, reader.to[at]!, reader.flags[at]!);
        at++;
      } else {
        builder.cell(bytes, 0, 0, CELL.absent);
      }
    }
  }
}
