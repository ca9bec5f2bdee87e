import type { ColumnType } from "harness/sdk";
import type { ColumnCells } from "./column_cells.ts";
import { isBoolean } from "./boolean_literal.ts";
import { firstNonDecimal, firstNonInteger, NUMBER_KIND, numberKind } from "./number_literal.ts";
import { surveyTexts, type TextSurvey } from "./survey_texts.ts";
import { type DateOrder, TemporalFacts } from "./temporal_facts.ts";
import { TextDictionary } from "./text_dictionary.ts";
import { trimEnd, trimStart } from "./trim_cell.ts";

/** What all cells of a column seen so far have in common; grows from `nothing` towards `text`. */
type State =
  | "nothing"
  | "boolean"
  | "integer"
  /** integers, some beyond int64 */
  | "big_integer"
  | "decimal"
  | "temporal"
  | "text";

const STATE_OF: Readonly<Record<ColumnType, State>> = {
  boolean: "boolean",
  int64: "integer",
  float64: "decimal",
  date: "temporal",
  timestamp: "temporal",
  text: "text",
};

/** What {@link ColumnScan} needs to know of the settings. */
export interface ScanRules {
  /** ASCII code of the decimal mark. */
  readonly decimal: number;
  readonly date_order: DateOrder | "auto";
  readonly dictionary_bytes: number;
}

/** A cell worth showing in a message. */
export interface CellExample {
  readonly row: number;
  readonly text: string;
}

/** What a column is after all rows. */
export interface Conclusion {
  readonly type: ColumnType;
  /** Which number of an open date is the day. */
  readonly order: DateOrder;
  /** A column of dates became text: no cell says which number is the day, or cells contradict. */
  readonly unsettled: "open" | "mixed" | null;
}

/** Longer examples are cut between characters. */
const EXAMPLE_BYTES = 200;
const decoder = new TextDecoder();

/**
 * First pass over one column: finds the narrowest type that holds every cell of every row, counts
 * missing cells, and collects the dictionary of a text column.
 */
export class ColumnScan {
  /** The type that was set for this column, or null when its cells decide. */
  readonly asked: ColumnType | null;
  missing = 0;
  present = 0;
  /** Bytes of content in all present cells. */
  contentBytes = 0;
  /** Distinct texts, or null when the column is not text or has too many of them. */
  dictionary: TextDictionary | null = null;
  /** The column turned out to be text after cells whose texts were not collected. */
  incomplete = false;
  /** First cell that did not fit the type of the cells before it, and what that type was. */
  misfit: (CellExample & { readonly was: string }) | null = null;
  /** First present cell. */
  example: CellExample | null = null;
  readonly dates = new TemporalFacts();
  state: State = "nothing";
  /** Cells that do not read as the type that was asked for. */
  failures = 0;
  /** What the first distinct texts look like, once the column is text. */
  survey: TextSurvey | null = null;
  /** Why a column of numbers became text, when that is what happened. */
  refused: "beyond_int64" | "inexact_integers" | null = null;
  /** An integer within int64 was seen that float64 would change. */
  #inexact = false;
  readonly #rules: ScanRules;

  /** @param asked type to read the column as; null finds one */
  constructor(rules: ScanRules, asked: ColumnType | null = null) {
    this.#rules = rules;
    this.asked = asked;
    if (asked !== null) this.state = STATE_OF[asked];
    if (asked === "text") this.startCollecting();
  }

  /** Takes in the column's cells of one block. */
  add(bytes: Uint8Array, cells: ColumnCells, firstRow: number): void {
    const { from, to, rows } = cells;
    const before = this.present;
    this.missing += cells.missing;
    this.contentBytes += cells.contentBytes;
    this.present += rows - cells.missing;
    if (cells.missing === rows) return;
    if (this.example === null) {
      let first = 0;
      while (from[first]! < 0) first++;
      this.example = this.#exampleAt(bytes, cells, first, firstRow);
    }
    let row = 0;
    while (row < rows) {
      if (this.state === "text") {
        this.#addText(bytes, cells, row);
        return;
      }
      if (!cells.anyText || this.asked !== null) row = this.#run(bytes, cells, row);
      else while (row < rows && from[row]! < 0) row++;
      if (row >= rows) return;
      if (this.asked !== null) {
        if (!this.#fitsAsked(bytes, from[row]!, to[row]!)) {
          if (this.failures++ === 0) {
            this.misfit = { ...this.#exampleAt(bytes, cells, row, firstRow), was: this.state };
          }
        }
        row++;
        continue;
      }
      const was = this.state;
      this.#join(bytes, from[row]!, to[row]!, cells.text[row] === 1);
      // `#join` may turn the column into text, which the type system does not see here.
      if ((this.state as State) === "text") {
        if (was !== "nothing") {
          this.misfit = { ...this.#exampleAt(bytes, cells, row, firstRow), was };
        }
        // The texts of earlier rows of this block can still be collected.
        this.incomplete = before > 0;
        if (!this.incomplete) this.dictionary = new TextDictionary(this.#rules.dictionary_bytes);
        row = 0;
        continue;
      }
      row++;
    }
  }

  /** Collects texts in a pass of its own, for a column that was found to be text too late. */
  collect(bytes: Uint8Array, cells: ColumnCells): void {
    this.#addText(bytes, cells, 0);
  }

  /** Prepares for {@link collect}. */
  startCollecting(): void {
    this.incomplete = false;
    this.dictionary = new TextDictionary(this.#rules.dictionary_bytes);
  }

  /** Whether a cell the loops would not take reads as the type that was set. */
  #fitsAsked(bytes: Uint8Array, from: number, to: number): boolean {
    from = trimStart(bytes, from, to);
    to = trimEnd(bytes, from, to);
    switch (this.state) {
      case "integer": {
        const kind = numberKind(bytes, from, to, this.#rules.decimal, true);
        return kind === NUMBER_KIND.integer || kind === NUMBER_KIND.inexact_integer;
      }
      case "decimal":
        return numberKind(bytes, from, to, this.#rules.decimal, true) !== NUMBER_KIND.none;
      case "boolean":
        return isBoolean(bytes, from, to, true);
      default:
        return this.dates.add(bytes, from, to, this.asked !== "date");
    }
  }

  /** What the column is, after all rows. */
  conclude(): Conclusion {
    switch (this.state) {
      case "boolean":
        return { type: "boolean", order: "dmy", unsettled: null };
      case "integer":
        return { type: "int64", order: "dmy", unsettled: null };
      case "decimal":
        return { type: "float64", order: "dmy", unsettled: null };
      case "temporal": {
        const order = this.dates.order(this.#rules.date_order);
        const type = this.asked ?? (this.dates.anyTime ? "timestamp" : "date");
        if (order === "dmy" || order === "mdy") return { type, order, unsettled: null };
        this.incomplete = true;
        return { type: "text", order: "dmy", unsettled: order };
      }
      case "big_integer":
        this.incomplete = true;
        break;
    }
    return { type: "text", order: "dmy", unsettled: null };
  }

  /** Looks at the texts, once all are collected. */
  finishText(): void {
    if (this.dictionary !== null) {
      this.survey = surveyTexts(this.dictionary, this.#rules.decimal);
    }
  }

  #addText(bytes: Uint8Array, cells: ColumnCells, row: number): void {
    if (this.dictionary === null) return;
    const stop = this.dictionary.addAll(bytes, cells.from, cells.to, row, cells.rows);
    if (stop < cells.rows) {
      this.survey = surveyTexts(this.dictionary, this.#rules.decimal);
      this.dictionary = null;
    }
  }

  /** First row whose cell needs a closer look; the rows before it fit the state. */
  #run(bytes: Uint8Array, cells: ColumnCells, row: number): number {
    const { from, to, rows } = cells;
    switch (this.state) {
      case "integer":
        return firstNonInteger(
          bytes,
          from,
          to,
          row,
          rows,
          this.#inexact || this.asked !== null ? 18 : 15,
        );
      case "decimal":
        return firstNonDecimal(bytes, from, to, row, rows, this.#rules.decimal);
      case "temporal": {
        const allowTime = this.asked !== "date";
        for (; row < rows; row++) {
          if (from[row]! >= 0 && !this.dates.add(bytes, from[row]!, to[row]!, allowTime)) {
            return row;
          }
        }
        return rows;
      }
      case "boolean":
        for (; row < rows; row++) {
          if (from[row]! >= 0 && !isBoolean(bytes, from[row]!, to[row]!)) return row;
        }
        return rows;
      default:
        while (row < rows && from[row]! < 0) row++;
        return row;
    }
  }

  /** Widens the state by one cell, spaces and tabs around it aside. */
  #join(bytes: Uint8Array, from: number, to: number, isText: boolean): void {
    from = trimStart(bytes, from, to);
    to = trimEnd(bytes, from, to);
    const state = this.state;
    const numeric = state === "integer" || state === "big_integer" || state === "decimal";
    if (!isText && (state === "nothing" || numeric)) {
      const kind = numberKind(bytes, from, to, this.#rules.decimal);
      if (kind !== NUMBER_KIND.none) {
        this.state = this.#widenNumber(kind);
        if (this.state === "text") {
          const whole = state !== "decimal" && kind !== NUMBER_KIND.decimal;
          this.refused = whole ? "beyond_int64" : "inexact_integers";
        }
        return;
      }
    }
    if (!isText && (state === "nothing" || state === "boolean") && isBoolean(bytes, from, to)) {
      this.state = "boolean";
      return;
    }
    if (state === "nothing" || state === "temporal") {
      this.state = this.dates.add(bytes, from, to) ? "temporal" : "text";
      return;
    }
    this.state = "text";
  }

  #widenNumber(kind: number): State {
    const state = this.state;
    if (kind === NUMBER_KIND.inexact_integer) this.#inexact = true;
    switch (kind) {
      case NUMBER_KIND.integer:
        return state === "nothing" ? "integer" : state;
      case NUMBER_KIND.inexact_integer:
        return state === "nothing" || state === "integer" ? "integer" : "text";
      case NUMBER_KIND.big_integer:
        if (this.#inexact) return "text";
        return state === "decimal" ? "decimal" : "big_integer";
      case NUMBER_KIND.decimal:
        return this.#inexact ? "text" : "decimal";
      default:
        return "text";
    }
  }

  #exampleAt(bytes: Uint8Array, cells: ColumnCells, row: number, firstRow: number): CellExample {
    const from = cells.from[row]!;
    let end = Math.min(cells.to[row]!, from + EXAMPLE_BYTES);
    if (end < cells.to[row]!) { while (end > from && (bytes[end]! & 0xc0) === 0x80) end--; }
    return { row: firstRow + row, text: decoder.decode(bytes.subarray(from, end)) };
  }
}
