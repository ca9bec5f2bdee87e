import assert from "node:assert/strict";
import { Markup, markup } from "./markup.ts";

Deno.test("markup`` escapes every value in text and attributes", () => {
  const hostile = `"><script>alert('1')</script>&amp;\``;
  const out = markup`<td title="${hostile}">${hostile}</td>`.text;
  const escaped = "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;&#96;";
  assert.equal(out, `<td title="${escaped}">${escaped}</td>`);
});

Deno.test("markup`` keeps markup, joins lists, writes null as nothing and numbers as they are", () => {
  const items = ["<a>", "b"].map((text) => markup`<li>${text}</li>`);
  assert.equal(
    markup`<ul>${items}</ul>${null}${7}${new Markup("<br>")}`.text,
    "<ul><li>&lt;a&gt;</li><li>b</li></ul>7<br>",
  );
});

Deno.test("markup`` shows what is invisible", () => {
  assert.equal(markup`${"a\u202Eb\u0000"}`.text, "a⟨U+202E⟩b␀");
});
