import assert from "node:assert/strict";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { elementsOf } from "../../plugins/report_bundle/testing/html_tree.ts";

/** Elements that no page of ours has. */
const FOREIGN = ["x-evil", "script", "img", "iframe", "object", "embed", "base", "form", "link"];
/** Where a link of ours may lead: into the page, to a file beside it, to a paper. */
const LINK = /^(?:#|\/|[a-z0-9_./-]+$|https:\/\/(?:doi\.org|arxiv\.org|example\.org)\/)/;

/**
 * What was printed holds nothing that a terminal obeys but line breaks.
 * @param printed standard output or standard error
 * @param what for the message
 */
export function harmlessOnTerminal(printed: string, what: string): void {
  // deno-lint-ignore no-control-regex
  const found = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/.exec(printed);
  assert.equal(found, null, `${what}: ${JSON.stringify(printed.slice(found?.index).slice(0, 80))}`);
}

/**
 * A page as a browser builds it has no element, attribute or target from a payload.
 * @param page HTML
 * @param what for the message
 */
export function harmlessAsHtml(page: string, what: string): void {
  for (const { tagName, attrs } of elementsOf(page)) {
    assert.ok(!FOREIGN.includes(tagName), `${what}: <${tagName}>`);
    for (const { name, value } of attrs) {
      assert.doesNotMatch(name, /^on|evil|^srcdoc$/, `${what}: ${tagName} ${name}`);
      if (["href", "src", "action"].includes(name)) {
        assert.match(value, LINK, `${what}: ${tagName} ${name}`);
        assert.doesNotMatch(value, /evil/, what);
      }
    }
  }
}

/**
 * Markdown as viewers build it that let everything through has no HTML, image or target of its own.
 * @param markdown of a report
 * @param what for the message
 * @param links false where a plugin wrote the Markdown itself: its links are its own
 */
export function harmlessAsMarkdown(markdown: string, what: string, links = true): void {
  const options = { allowDangerousHtml: true, allowDangerousProtocol: true };
  const github = { ...options, extensions: [gfm()], htmlExtensions: [gfmHtml()] };
  for (const html of [micromark(markdown, options), micromark(markdown, github)]) {
    const page = links ? html : html.replace(/ href="[^"]*"/g, "");
    harmlessAsHtml(page, what);
  }
  harmlessOnTerminal(markdown.replaceAll("\t", " "), what);
}
