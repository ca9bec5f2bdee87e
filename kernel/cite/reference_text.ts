import type { Reference } from "../contract/manifest.ts";

/** Form of a DOI that can be linked and stands in BibTeX without escapes. */
export const DOI = /^10\.\d{4,9}\/[^\s<>"'`\\|{}%#$&~^]+$/;

/** Form of an arXiv identifier, new or old. */
export const ARXIV = /^(?:\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})$/;

/**
 * A reference in one line, `Authors (year). Title. doi:…`.
 * @param reference of a manifest
 */
export function referenceText(reference: Reference): string {
  const { authors, year, title, doi, arxiv, url } = reference;
  const id = doi !== undefined ? `doi:${doi}` : arxiv !== undefined ? `arXiv:${arxiv}` : url ?? "";
  return `${authors} (${year}). ${title}.${id === "" ? "" : ` ${id}`}`;
}

/**
 * An address that can be put where nothing is escaped; undefined for any other.
 * @param url as a manifest has it
 */
export function plainUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\/[\w.~:/?#@!+*,;=-]+$/.test(url) ? url : undefined;
}
