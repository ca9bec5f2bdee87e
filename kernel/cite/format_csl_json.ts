import type { Citation } from "./citation.ts";
import { citedEntries, type CitedEntry } from "./cited_entry.ts";
import { ARXIV, DOI, plainUrl } from "./reference_text.ts";
import { splitAuthors } from "./split_authors.ts";

/**
 * A citation as CSL-JSON, the input of citeproc and reference managers.
 * @param citation of a finding or a run
 */
export function formatCslJson(citation: Citation): string {
  return JSON.stringify(citedEntries(citation).map(item), null, 2);
}

function item(cited: CitedEntry): Readonly<Record<string, unknown>> {
  if (cited.type !== "paper") {
    return {
      id: cited.key,
      type: cited.type,
      title: cslText(cited.title),
      ...(cited.author === null ? {} : { author: [{ literal: cited.author }] }),
      version: cslText(cited.version),
      issued: { "date-parts": [cited.date.split("-").map(Number)] },
      note: cslText(cited.note),
    };
  }
  const { authors, year, title, doi, arxiv, url } = cited.reference;
  const link = plainUrl(url);
  return {
    id: cited.key,
    type: doi !== undefined ? "article-journal" : "article",
    title: cslText(title),
    author: splitAuthors(authors).map((author) =>
      Object.fromEntries(Object.entries(author).map(([part, text]) => [part, cslText(text)]))
    ),
    issued: { "date-parts": [[year]] },
    ...(doi !== undefined && DOI.test(doi)
      ? { DOI: doi }
      : arxiv !== undefined && ARXIV.test(arxiv)
      ? { number: `arXiv:${arxiv}`, URL: `https://arxiv.org/abs/${arxiv}` }
      : link !== undefined
      ? { URL: link }
      : {}),
  };
}

/**
 * Text that a citation processor shows as it is: it reads `<i>`, `<b>`, `<sup>` and `<span>` as
 * mark-up, so the sign before them becomes its full-width form; what cannot be seen is left out.
 */
function cslText(text: string): string {
  return text.replace(/[\s\p{Zl}\p{Zp}]+/gu, " ").replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
    .replaceAll("<", "\uFF1C");
}
