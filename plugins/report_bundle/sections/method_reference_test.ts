import assert from "node:assert/strict";
import { plainText } from "../document/plain_text.ts";
import { fullReference, referenceLink, shortReference } from "./method_reference.ts";

const PAPER = { authors: "Ng, A.", year: 2009, title: "T" };

const SHORT: readonly (readonly [string, string])[] = [
  ["Kulldorff, M., Huang, L., Konty, K.", "Kulldorff et al. (2009)"],
  ["Kulldorff M, Huang L, Konty K", "Kulldorff et al. (2009)"],
  ["Fan Y", "Fan (2009)"],
  ["Kulldorff, Huang & Konty", "Kulldorff et al. (2009)"],
  ["Adams, R. P., MacKay, D. J. C.", "Adams & MacKay (2009)"],
  ["Adams and MacKay", "Adams & MacKay (2009)"],
  ["Benjamini, Y.; Hochberg, Y.", "Benjamini & Hochberg (2009)"],
  ["Bauer, U.", "Bauer (2009)"],
  ["Bauer", "Bauer (2009)"],
];

for (const [authors, expected] of SHORT) {
  Deno.test(`shortReference() of ${authors}`, () => {
    assert.equal(plainText(shortReference({ ...PAPER, authors })), expected);
  });
}

Deno.test("referenceLink() links DOIs and arXiv ids, and nothing else", () => {
  assert.equal(
    referenceLink({ ...PAPER, doi: "10.1186/1476-072X-8-58" }),
    "https://doi.org/10.1186/1476-072X-8-58",
  );
  assert.equal(referenceLink({ ...PAPER, arxiv: "0710.3742" }), "https://arxiv.org/abs/0710.3742");
  assert.equal(
    referenceLink({ ...PAPER, doi: "10.1016/S0047-259X(03)00096-4" }),
    "https://doi.org/10.1016/S0047-259X(03)00096-4",
  );
  for (
    const doi of ["javascript:alert(1)", "//evil.example", "10.1/../x y", '10.1186/"><script>']
  ) {
    assert.equal(referenceLink({ ...PAPER, doi }), null, doi);
  }
  assert.equal(referenceLink({ ...PAPER, arxiv: "0710.3742/../../x" }), null);
  assert.equal(referenceLink({ ...PAPER, url: "https://example.org/paper" }), null);
});

Deno.test("fullReference() shows an address it does not link", () => {
  assert.equal(
    plainText(fullReference({ ...PAPER, url: "https://example.org/p" })),
    "Ng, A. (2009). T. https://example.org/p",
  );
});
