import assert from "node:assert/strict";
import fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { parseFragment } from "parse5";
import { guardMarkdown } from "./guard_markdown.ts";

function guard(text: string): string {
  return new TextDecoder().decode(guardMarkdown(new TextEncoder().encode(text)));
}

interface Node {
  readonly nodeName: string;
  readonly childNodes?: readonly Node[];
}

/** Names of what viewers would build that let all HTML through: GitHub's Markdown, and plain. */
function tags(markdown: string): readonly string[] {
  const options = { allowDangerousHtml: true, allowDangerousProtocol: true };
  const html = micromark(markdown, {
    ...options,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  }) + micromark(markdown, options);
  const names: string[] = [];
  const visit = (node: Node): void => {
    names.push(node.nodeName);
    for (const child of node.childNodes ?? []) visit(child);
  };
  visit(parseFragment(html) as unknown as Node);
  return names;
}

const EVIL = ["img", "x-evil", "script", "iframe", "#comment", "svg", "style"];

function evilIn(markdown: string): readonly string[] {
  return tags(markdown).filter((name) => EVIL.includes(name));
}

const HOSTILE = [
  "![x](https://evil.example/x.png)",
  "![x][r]\n\n[r]: https://evil.example/x.png",
  "![r]\n\n[r]: https://evil.example/x.png",
  "[![x](https://evil.example/x.png)](https://evil.example)",
  "\\\\![x](https://evil.example/x.png)",
  "\\\\\\\\![x](https://evil.example/x.png)",
  '<img src="https://evil.example/x.png">',
  "\\\\<img src=x>",
  "https://e.example/a\\<img src=x>",
  "a <x-evil>b</x-evil>",
  "`\\`<img src=x>`",
  "<script>\nalert(1)\n</script>",
  "<!-- -->",
  "| a |\n| - |\n| \\\\<img src=x> |",
  "- <img src=x>\n\n  <img src=x>",
  "> <svg onload=1>",
  "~~~\n~~~\n<img src=x>",
];

for (const text of HOSTILE) {
  Deno.test(`guardMarkdown() lets nothing through of ${JSON.stringify(text)}`, () => {
    assert.ok(evilIn(text).length > 0, "the payload must work where nothing guards");
    assert.deepEqual(evilIn(guard(text)), []);
  });
}

Deno.test("guardMarkdown() lets no image and no HTML through, however the pieces are put together", () => {
  const pieces = fc.constantFrom(
    ...[
      "![",
      "!",
      "[",
      "](https://evil.example/a)",
      "[r]",
      "\n\n[r]: /u\n\n",
      "<img src=x>",
      "<",
      "x-evil",
    ],
    ...[
      "<x-evil>",
      ">",
      "\\",
      "\\\\",
      "`",
      "``",
      "```\n",
      "~~~\n",
      "\n",
      "\n\n",
      "    ",
      "- ",
      "> ",
      "|",
    ],
    ...[
      "| a |\n| - |\n",
      "&lt;",
      "&#33;",
      "&bsol;",
      "\r",
      "\t",
      "*",
      "_",
      "<!--",
      "-->",
      "</",
      "<?",
      "\0",
      "a",
    ],
    ...["<http://e.example>", "[^1]", "[^1]: ", "\u200b", "\ufeff", "\u2028"],
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
      assert.deepEqual(evilIn(guard(parts.join(""))), []);
    }),
    { numRuns: 3000 },
  );
});

Deno.test("guardMarkdown() leaves ordinary Markdown byte for byte as it is", () => {
  const text =
    "# Title\n\nA *b* [link](https://doi.org/10.1/x), `code`, a < b, 3 <4, \\<, wow!\n\n" +
    "| a | b |\n| - | - |\n| -1 | &lt; |\n\n```sql\nSELECT 1\n```\n";
  assert.equal(guard(text), text);
});

Deno.test("guardMarkdown() leaves nothing that a terminal obeys", () => {
  assert.equal(guard("a\x1b[31mb\r\nc\rd\u202e\u009b"), "a\\x1b[31mb\nc\\rd\\u{202e}\\x9b");
});

Deno.test("guardMarkdown() takes time in proportion to the text, whatever it is made of", () => {
  for (const piece of ["\\", "<", "![", "\\<", "!"]) {
    const start = performance.now();
    guard(piece.repeat(400_000));
    // A quadratic pattern would take minutes.
    assert.ok(performance.now() - start < 5000, piece);
  }
});
