import assert from "node:assert/strict";
import fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { hostileText } from "../testing/hostile_text.ts";
import { tagsOf, textOf } from "../testing/html_tree.ts";
import { escapeLineStart, escapeMarkdown, markdownCode, markdownFence } from "./escape_markdown.ts";
import { visibleText } from "harness/sdk";

function render(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

/** Text as a browser would show it: runs of white space are one space. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const READABLE: readonly (readonly [string, string])[] = [
  [
    "column price_2 rose, R&D fell (by 3.5 % of it)!",
    "column price_2 rose, R&D fell (by 3.5 % of it)\\!",
  ],
  ["a < b and c > d; x = 1 - 2", "a < b and c > d; x = 1 - 2"],
  [
    "*bold* _it_ `code` [l](u) <b> a|b ~x~ $m$ \\",
    "\\*bold\\* \\_it\\_ \\`code\\` \\[l\\](u) \\<b> a\\|b \\~x\\~ \\$m\\$ \\\\",
  ],
  ["&lt; &#60; & co", "\\&lt; \\&#60; & co"],
  ["see https://evil.example/x now", "see `https://evil.example/x` now"],
  ["mail me@evil.example or www.evil.example", "mail `me@evil.example` or `www.evil.example`"],
];

for (const [text, expected] of READABLE) {
  Deno.test(`escapeMarkdown() of ${JSON.stringify(text)}`, () => {
    assert.equal(escapeMarkdown(text), expected);
  });
}

const STARTS = [
  "# a",
  "## a",
  "- a",
  "+ a",
  "* a",
  "> a",
  "1. a",
  "1) a",
  "999999999. a",
  "===",
  "---",
  "***",
  "    code",
  "\tcode",
  "```",
  "~~~",
  "| a |",
  "[a]: b",
  "<div>",
  "[ ] a",
  "#",
  "-",
];

for (const text of STARTS) {
  Deno.test(`a line that starts with ${JSON.stringify(text)} is a paragraph`, () => {
    const html = render(`before\n\n${escapeLineStart(escapeMarkdown(text))}\n\nafter`);
    assert.deepEqual(tagsOf(html), ["p", "p", "p"]);
    assert.ok(squeeze(textOf(html)).includes(squeeze(visibleText(text))), html);
  });
}

Deno.test("escapeMarkdown() makes no markup of any text but code, and loses none of it", () => {
  fc.assert(
    fc.property(hostileText(), (text) => {
      const html = render(escapeLineStart(`x ${escapeMarkdown(text)}`));
      assert.deepEqual(tagsOf(html).filter((tag) => tag !== "code"), ["p"], html);
      assert.equal(squeeze(textOf(html)), squeeze(`x ${visibleText(text)}`));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("escapeMarkdown() keeps any text inside its table cell", () => {
  fc.assert(
    fc.property(hostileText(), (text) => {
      const html = render(
        `| a | b |\n| --- | --- |\n| ${escapeMarkdown(text, "table")} | ${
          markdownCode(text, "table")
        } |`,
      );
      const tags = tagsOf(html).filter((tag) => tag !== "code");
      assert.deepEqual(tags, ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"], html);
      const shown = visibleText(text);
      assert.equal(
        squeeze(textOf(html)),
        squeeze(`a b ${shown} ${shown === "" ? "(empty)" : shown}`),
      );
    }),
    { numRuns: 2000 },
  );
});

Deno.test("markdownCode() is one code span that holds the whole text", () => {
  fc.assert(
    fc.property(hostileText(), (text) => {
      const html = render(`x ${markdownCode(text)} y`);
      const shown = visibleText(text);
      if (shown === "") assert.equal(textOf(html), "x (empty) y");
      else {
        assert.deepEqual(tagsOf(html), ["p", "code"], html);
        assert.equal(squeeze(textOf(html)), squeeze(`x ${shown} y`));
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("markdownFence() is one block that holds all lines", () => {
  fc.assert(
    fc.property(fc.array(hostileText(), { maxLength: 4 }), (texts) => {
      const lines = texts.map(visibleText);
      const html = render(`before\n\n${markdownFence(lines.join("\n"), "sql")}\n\nafter`);
      assert.deepEqual(tagsOf(html), ["p", "pre", "code", "p"], html);
      for (const line of lines) assert.ok(textOf(html).includes(line), html);
    }),
    { numRuns: 1000 },
  );
});
