import type { Sentence } from "./inline.ts";

/** A table whose first column is the rows' heading. */
export interface Table {
  readonly type: "table";
  readonly caption: string;
  readonly head: readonly { readonly label: string; readonly numeric?: boolean }[];
  readonly rows: readonly { readonly id?: string; readonly cells: readonly Sentence[] }[];
  /** How many rows there really are; more than `rows` when the table was capped. */
  readonly total: number;
  /** Where the rest is, when the table was capped. */
  readonly rest?: Sentence;
}

/** One finding as a reader meets it. */
export interface Card {
  readonly id: string;
  readonly label: string;
  readonly tone: "strong" | "clear" | "plain" | "weak";
  readonly sentence: Sentence;
  /** Rows, strength, method, id: one line. */
  readonly about: readonly Sentence[];
  /** What the finding takes for granted: a reader must see it without asking. */
  readonly assumption: Sentence | null;
  readonly figure: Figure | null;
  readonly details: readonly Block[];
}

/** A drawing and the numbers behind it, so that nobody needs eyes for it; Markdown only names it. */
export interface Figure {
  readonly type: "figure";
  /** SVG made by the charts kit, which escapes its own texts. */
  readonly svg: string;
  readonly title: string;
  readonly description: string;
  readonly data: Table;
}

export type Block =
  | { readonly type: "paragraph"; readonly text: Sentence }
  | { readonly type: "list"; readonly items: readonly Sentence[] }
  | { readonly type: "facts"; readonly facts: readonly Fact[] }
  | { readonly type: "code"; readonly language: string; readonly text: string }
  | { readonly type: "notice"; readonly tone: "bad" | "warning"; readonly blocks: readonly Block[] }
  | { readonly type: "cards"; readonly cards: readonly Card[] }
  | { readonly type: "details"; readonly summary: string; readonly blocks: readonly Block[] }
  | { readonly type: "section"; readonly section: Section }
  | Table
  | Figure;

/** A name and what it is. */
export type Fact = readonly [term: string, value: Sentence];

export interface Section {
  /** Anchor; unique in the document. */
  readonly id: string;
  readonly title: Sentence;
  readonly blocks: readonly Block[];
}

/** A report before it is Markdown or HTML: both are written from this one. */
export interface ReportDocument {
  readonly title: Sentence;
  /** What must be seen before anything else: the run failed, the network was open. */
  readonly notices: readonly Block[];
  readonly verdict: readonly Block[];
  readonly sections: readonly Section[];
  readonly footer: Sentence;
}
