import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** A part of a page; every value put into it was escaped by `html`. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;--ground:#fcfcfa;--text:#1b1c1e;--link:#0a55a0}
@media (prefers-color-scheme:dark){:root{--ground:#15171a;--text:#e8e8e4;--link:#8cc2ff}}
body{max-width:70rem;margin:0 auto;padding:1rem;background:var(--ground);color:var(--text);overflow-wrap:anywhere}
a{color:var(--link)}
a:focus-visible,[tabindex]:focus-visible{outline:2px solid}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid color-mix(in srgb,currentColor 25%,transparent);vertical-align:top}
thead th{white-space:nowrap}
td,th{overflow-wrap:break-word}
caption{text-align:left;padding:.3rem .6rem}
code{overflow-wrap:anywhere}
.wide{overflow-x:auto}
.skip{position:absolute;left:-100rem}.skip:focus{left:1rem}
`;

/**
 * A whole page.
 * @param title its heading
 * @param body below the heading
 */
export function layout(title: string, body: Markup): Markup {
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${title} – Statistic Harness</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <nav aria-label="Main"><a href="/">Runs</a></nav>
        </header>
        <main id="main">
    <h1>${title}</h1>
    ${body}
        </main>
      </body>
    </html>
  `;
}

/**
 * A table.
 * @param caption what it holds
 * @param head titles of the columns
 * @param rows cells, as many as titles
 */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly (string | Markup)[])[],
): Markup {
  return html`
    <div class="wide" role="group" aria-label="${caption}" tabindex="0">
      <table>
        <caption>${caption}</caption>
        <thead>
          <tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr>
        </thead>
        <tbody>${rows.map((row) =>
          html`
            <tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}
