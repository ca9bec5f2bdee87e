import type { ReportPlugin } from "harness/sdk";
import type { Sentence } from "../document/inline.ts";
import { prose } from "../document/show_value.ts";

export type MethodReference = ReportPlugin["references"][number];

const DOI = /^10\.\d{4,9}\/[^\s<>"'`\\|]+$/;
const ARXIV = /^(?:\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})$/;

/**
 * Address of a reference on doi.org or arxiv.org. Any other address a manifest gives is shown as
 * text and not linked: who wrote the manifest is not trusted to send the reader anywhere.
 */
export function referenceLink(reference: MethodReference): string | null {
  if (reference.doi !== undefined && DOI.test(reference.doi)) {
    return `https://doi.org/${encodeURI(reference.doi)}`;
  }
  if (reference.arxiv !== undefined && ARXIV.test(reference.arxiv)) {
    return `https://arxiv.org/abs/${reference.arxiv}`;
  }
  return null;
}

/** `Kulldorff et al. (2009)`, linked where it can be. */
export function shortReference(reference: MethodReference): Sentence {
  const text = `${firstAuthor(reference.authors)} (${reference.year})`;
  const href = referenceLink(reference);
  return [href === null ? text : { link: text, href }];
}

/** The whole reference, with its identifier. */
export function fullReference(reference: MethodReference): Sentence {
  const text = `${prose(reference.authors, 300)} (${reference.year}). ${
    prose(reference.title, 300)
  }. `;
  const id = reference.doi !== undefined
    ? `doi:${prose(reference.doi, 200)}`
    : reference.arxiv !== undefined
    ? `arXiv:${prose(reference.arxiv, 200)}`
    : undefined;
  const href = referenceLink(reference);
  if (id !== undefined) return [text, href === null ? { code: id } : { link: id, href }];
  return reference.url === undefined ? [text] : [text, { code: prose(reference.url, 200) }];
}

/** `Kulldorff M, Huang L`, `Kulldorff, M.; Huang, L.` and `Kulldorff, Huang & Konty` begin alike. */
function firstAuthor(authors: string): string {
  const people = authors.split(/\s*(?:;|,|&|\band\b)\s*/u)
    .map((part) => part.replace(/\s+\p{Lu}{1,3}$/u, ""))
    .filter((part) => !isInitials(part));
  const first = prose(people[0] ?? authors, 60);
  if (people.length <= 1) return first;
  return people.length === 2 ? `${first} & ${prose(people[1]!, 60)}` : `${first} et al.`;
}

/** `M.`, `J. R.` */
function isInitials(part: string): boolean {
  return part === "" || /^(?:\p{Lu}\.?[\s-]?){1,4}$/u.test(part);
}
