import type { Block, Card, ReportDocument, Section, Table } from "../document/document.ts";
import type { Inline, Sentence } from "../document/inline.ts";
import {
  escapeLineStart,
  escapeMarkdown,
  markdownCode,
  markdownFence,
  type MarkdownPlace,
} from "./escape_markdown.ts";

/**
 * Writes a document as Markdown that reads well as plain text and on a page.
 * @param document
 */
export function writeMarkdown(document: ReportDocument): string {
  const parts = [
    heading(1, document.title),
    ...document.notices.map((block) => writeBlock(block, 2)),
    ...document.verdict.map((block) => writeBlock(block, 2)),
    ...document.sections.map((section) => writeSection(section, 2)),
    "---",
    line(document.footer),
  ];
  return parts.filter((part) => part !== "").join("\n\n") + "\n";
}

function writeSection(section: Section, level: number): string {
  return [
    heading(level, section.title),
    ...section.blocks.map((block) => writeBlock(block, level + 1)),
  ].join("\n\n");
}

/** Closing hashes would vanish, so they are escaped. */
function heading(level: number, title: Sentence): string {
  return `${"#".repeat(Math.min(level, 6))} ${inline(title).replace(/#(?=#*$)/g, "\\#")}`;
}

function writeBlock(block: Block, level: number): string {
  switch (block.type) {
    case "paragraph":
      return line(block.text);
    case "list":
      return block.items.map((item) => `- ${line(item)}`).join("\n");
    case "facts":
      return block.facts.map(([term, value]) => `- ${line([term, ": ", ...value])}`).join("\n");
    case "code":
      return markdownFence(block.text, block.language);
    case "notice":
      return quote(block.blocks.map((inner) => writeBlock(inner, level)).join("\n\n"));
    case "cards":
      return block.cards.map(writeCard).join("\n");
    case "details":
      return [
        `**${escapeMarkdown(block.summary)}**`,
        ...block.blocks.map((b) => writeBlock(b, level)),
      ]
        .join("\n\n");
    case "section":
      return writeSection(block.section, level);
    case "table":
      return writeTable(block);
    case "figure":
      return line([`Chart in report.html: ${block.title}. ${block.description}`]);
  }
}

/** A card's details (query, fields) are in report.html and report.json: here they would drown it. */
function writeCard(card: Card, index: number): string {
  const indent = " ".repeat(`${index + 1}. `.length);
  const about = card.about.flatMap((part, i) => i === 0 ? part : [" · ", ...part]);
  const lines = [
    `${index + 1}. **${escapeMarkdown(card.label)}.** ${inline(card.sentence)}`,
    `${indent}${line(about)}`,
  ];
  if (card.assumption !== null) lines.push(`${indent}${line(card.assumption)}`);
  // Two spaces at its end keep a line apart from the next on a page.
  return lines.join("  \n");
}

function writeTable(table: Table): string {
  const out = [
    line([table.caption, ":"]),
    "",
    row(table.head.map((column) => escapeMarkdown(column.label, "table"))),
    row(table.head.map((column) => column.numeric === true ? "---:" : "---")),
    ...table.rows.map((r) => row(r.cells.map((cell) => inline(cell, "table")))),
  ];
  if (table.total > table.rows.length) {
    const rest = inline(table.rest ?? []);
    out.push("", `Shown: ${table.rows.length} of ${table.total}. ${rest}`.trimEnd());
  }
  return out.join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function quote(text: string): string {
  return text.split("\n").map((l) => l === "" ? ">" : `> ${l}`).join("\n");
}

/** A sentence as a line of its own. */
function line(sentence: Sentence): string {
  return escapeLineStart(inline(sentence));
}

function inline(sentence: Sentence, place: MarkdownPlace = "text"): string {
  let out = "";
  for (const piece of sentence) {
    const written = writeInline(piece, place);
    // Two code spans that touch would be read as one.
    if (out.endsWith("`") && written.startsWith("`")) out += " ";
    out += written;
  }
  return out.trim();
}

function writeInline(piece: Inline, place: MarkdownPlace): string {
  if (typeof piece === "string") return escapeMarkdown(piece, place);
  if ("code" in piece) return markdownCode(piece.code, place);
  if ("strong" in piece) {
    return `**${inline(piece.strong, place)}**`;
  }
  // Anchors belong to the HTML file; other targets are made by this plugin and need no escape
  // beyond the brackets that would end them.
  if (piece.href.startsWith("#")) return escapeMarkdown(piece.link, place);
  return `[${escapeMarkdown(piece.link, place)}](<${
    piece.href.replace(/[<>|\\]/g, encodeURIComponent)
  }>)`;
}
