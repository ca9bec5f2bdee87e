import assert from "node:assert/strict";
import { Html, html } from "./html.ts";

Deno.test("html`` escapes every value in text and attributes", () => {
  const hostile = `"><script>alert('1')</script>&amp;\``;
  const out = html`<td title="${hostile}">${hostile}</td>`.text;
  const escaped = "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;&#96;";
  assert.equal(out, `<td title="${escaped}">${escaped}</td>`);
});

Deno.test("html`` keeps markup, joins lists, writes null as nothing and numbers as they are", () => {
  const items = ["<a>", "b"].map((text) => html`<li>${text}</li>`);
  assert.equal(
    html`<ul>${items}</ul>${null}${7}${new Html("<br>")}`.text,
    "<ul><li>&lt;a&gt;</li><li>b</li></ul>7<br>",
  );
});

Deno.test("html`` shows what is invisible", () => {
  assert.equal(html`${"a\u202Eb\u0000"}`.text, "a⟨U+202E⟩b␀");
});
