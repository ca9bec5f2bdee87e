import { type DefaultTreeAdapterTypes as Tree, parse, parseFragment } from "parse5";

/** Elements of a piece of HTML in document order, as a browser would build them. */
export function elementsOf(html: string): Tree.Element[] {
  const out: Tree.Element[] = [];
  walk(/^<!doctype/i.test(html) ? parse(html) : parseFragment(html), (node) => {
    if ("tagName" in node) out.push(node);
  });
  return out;
}

/** Tag names of a piece of HTML in document order. */
export function tagsOf(html: string): string[] {
  return elementsOf(html).map((element) => element.tagName);
}

/** Text of a piece of HTML, as a browser would show it. */
export function textOf(html: string): string {
  return textWithin(/^<!doctype/i.test(html) ? parse(html) : parseFragment(html));
}

/** Text within a node. */
export function textWithin(root: Tree.Node): string {
  let out = "";
  walk(root, (node) => {
    if (node.nodeName === "#text") out += (node as Tree.TextNode).value;
  });
  return out;
}

/** Comments of a piece of HTML: this plugin writes none. */
export function commentsOf(html: string): string[] {
  const out: string[] = [];
  walk(parse(html), (node) => {
    if (node.nodeName === "#comment") out.push((node as Tree.CommentNode).data);
  });
  return out;
}

function walk(node: Tree.Node, visit: (node: Tree.Node) => void): void {
  visit(node);
  if ("childNodes" in node) { for (const child of node.childNodes) walk(child, visit); }
}
