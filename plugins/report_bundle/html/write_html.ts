import type { Block, Card, Figure, ReportDocument, Section, Table } from "../document/document.ts";
import type { Inline, Sentence } from "../document/inline.ts";
import { plainText } from "../document/plain_text.ts";
import { escapeMarkup, Markup as Html, markup as html } from "harness/sdk";
import { STYLESHEET, STYLESHEET_SHA256 } from "./stylesheet.ts";

/** Nothing may load, run or be sent, even if an escape were ever to fail. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLESHEET_SHA256}'; ` +
  "base-uri 'none'; form-action 'none'";

/**
 * Writes a document as one HTML file that needs no script and asks the network for nothing.
 * @param document
 */
export function writeHtml(document: ReportDocument): string {
  const page = html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">
        <title>${plainText(document.title)}</title>
        <style>${new Html(STYLESHEET)}</style>
      </head>
      <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header>
    <h1>${inline(document.title)}</h1>
    ${document.notices.map((block) => writeBlock(block, 2))}
    ${document.verdict.map((block) => writeBlock(block, 2))}
    </header>
    ${contents(document.sections)}
    <main id="content">
    ${document.sections.map((section) => writeSection(section, 2))}
    </main>
    <footer><p>${inline(document.footer)}</p></footer>
      </body>
    </html>
  `;
  return page.text;
}

function contents(sections: readonly Section[]): Html | null {
  if (sections.length < 2) return null;
  return html`
    <nav aria-label="Contents">
      <ul>${sections.map((s) => html`<li><a href="#${s.id}">${plainText(s.title)}</a></li>`)}</ul>
    </nav>
  `;
}

function writeSection(section: Section, level: number): Html {
  // The parts of the page are landmarks; what is within them is found by its heading.
  const label = level > 2 ? null : html`aria-labelledby="${section.id}-title"`;
  return html`
    <section id="${section.id}" ${label}>
    ${heading(level, `${section.id}-title`, section.title)}
    ${section.blocks.map((block) => writeBlock(block, level + 1))}
    </section>
  `;
}

function heading(level: number, id: string, title: Sentence): Html {
  const tag = new Html(`h${Math.min(level, 6)}`);
  return html`<${tag} id="${id}">${inline(title)}</${tag}>`;
}

/** @param level heading level for a section inside */
function writeBlock(block: Block, level: number): Html {
  switch (block.type) {
    case "paragraph":
      return html`
        <p>${inline(block.text)}</p>
      `;
    case "list":
      return html`
        <ul>${block.items.map((item) => html`<li>${inline(item)}</li>`)}</ul>
      `;
    case "facts":
      return html`
        <dl>${block.facts.map(([term, value]) =>
          html`
            <div>
              <dt>${term}</dt>
              <dd>${inline(value)}</dd>
            </div>
          `
        )}</dl>
      `;
    case "code":
      return html`
        <pre tabindex="0"><code>${lines(block.text)}</code></pre>
      `;
    case "notice":
      return html`
        <div class="notice ${block.tone}" role="note">${block.blocks.map((inner) =>
          writeBlock(inner, level)
        )}</div>
      `;
    case "cards":
      return html`
        <ol class="cards">${block.cards.map((card) => writeCard(card, level))}</ol>
      `;
    case "details":
      return html`
        <details><summary>${block.summary}</summary>${block.blocks.map((inner) =>
          writeBlock(inner, level)
        )}</details>
      `;
    case "section":
      return writeSection(block.section, level);
    case "table":
      return writeTable(block);
    case "figure":
      return writeFigure(block);
  }
}

function writeCard(card: Card, level: number): Html {
  return html`
    <li id="${card.id}" class="card ${card.tone}">
        <p class="finding"><span class="label">${card.label}</span> ${inline(card.sentence)}</p>
        <ul class="about">${card.about.map((part) => html`<li>${inline(part)}</li>`)}</ul>
    ${card.assumption === null ? null : html`
      <p class="assumption">${inline(card.assumption)}</p>
    `}    ${card.figure === null ? null : writeFigure(card.figure)}${card.details.length === 0
      ? null
      : html`<details><summary>Evidence</summary>${
        card.details.map((block) => writeBlock(block, level))
      }</details>`}</li>
  `;
}

function writeTable(table: Table): Html {
  const kinds = table.head.map((column) => column.numeric === true);
  return html`
    <div class="scroll" role="group" aria-label="${table.caption}" tabindex="0">
      <table>
        <caption>${table.caption}</caption>
        <thead>
          <tr>${table.head.map((column, i) =>
            html`
              <th scope="col" ${numeric(kinds[i]!)}>${column.label}</th>
            `
          )}</tr>
        </thead>
        <tbody>${table.rows.map((row) =>
          html`
            <tr${row.id === undefined ? null : html`
              id="${row.id}"
            `}>${row.cells.map((cell, i) =>
              i === 0
                ? html`<th scope="row">${inline(cell)}</th>`
                : html`<td${numeric(kinds[i] === true)}>${inline(cell)}</td>`
            )}</tr>
          `
        )}</tbody>
      </table>
    </div>
    ${table.total > table.rows.length
      ? html`
        <p class="rest">Shown: ${table.rows.length} of ${String(table.total)}. ${inline(
          table.rest ?? [],
        )}</p>
      `
      : null}
  `;
}

function numeric(yes: boolean): Html | null {
  return yes ? new Html(' class="n"') : null;
}

function writeFigure(figure: Figure): Html {
  return html`
    <figure>
      <div class="chart" role="group" aria-label="${figure.title}" tabindex="0">${new Html(
        figure.svg,
      )}</div>
      <figcaption><strong>${figure.title}</strong> ${figure.description}</figcaption>
      <details><summary>The numbers of this chart</summary>${writeTable(
        figure.data,
      )}</details>
    </figure>
  `;
}

/** Code keeps its line breaks; all else that is invisible is shown. */
function lines(text: string): Html {
  return new Html(text.split("\n").map(escapeMarkup).join("\n"));
}

function inline(sentence: Sentence): Html[] {
  return sentence.map(writeInline);
}

function writeInline(piece: Inline): Html {
  if (typeof piece === "string") return html`${piece}`;
  if ("code" in piece) return html`<code>${piece.code}</code>`;
  if ("strong" in piece) return html`<strong>${inline(piece.strong)}</strong>`;
  return html`<a href="${piece.href}">${piece.link}</a>`;
}
