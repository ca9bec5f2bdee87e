import type { Reference } from "../contract/manifest.ts";
import type { Citation } from "./citation.ts";
import { citedEntries, type CitedEntry } from "./cited_entry.ts";
import { ARXIV, DOI, plainUrl } from "./reference_text.ts";
import { splitAuthors } from "./split_authors.ts";

/**
 * A citation as BibLaTeX entries, UTF-8: `@article` and `@misc` for papers, `@software` and
 * `@dataset` for the rest. A BibTeX style that does not know the last two treats them as `@misc`.
 * @param citation of a finding or a run
 */
export function formatBibtex(citation: Citation): string {
  return citedEntries(citation).map(entry).join("\n");
}

/**
 * Text that TeX prints as it is. Braces become commands without braces of their own, because
 * BibTeX counts braces even behind a backslash; what cannot be seen is left out.
 * @param text of unknown origin
 */
export function escapeBibtex(text: string): string {
  const visible = text.replace(/[\s\p{Zl}\p{Zp}]+/gu, " ").replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "");
  return visible.replace(/[\\{}$&#^_~%]/g, (character) => SPECIAL[character]!);
}

const SPECIAL: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "$": "\\$",
  "&": "\\&",
  "#": "\\#",
  "_": "\\_",
  "%": "\\%",
};

function entry(cited: CitedEntry): string {
  if (cited.type === "paper") return paper(cited.key, cited.reference);
  return block(cited.type, cited.key, [
    ...(cited.author === null ? [] : [["author", `{${escapeBibtex(cited.author)}}`] as const]),
    ["title", `{${escapeBibtex(cited.title)}}`],
    ["version", escapeBibtex(cited.version)],
    ["date", cited.date],
    ["year", cited.date.slice(0, 4)],
    ["note", escapeBibtex(cited.note)],
  ]);
}

function paper(key: string, { authors, year, title, doi, arxiv, url }: Reference): string {
  const fields: [string, string][] = [
    ["author", splitAuthors(authors).map(authorText).join(" and ")],
    ["title", escapeBibtex(title)],
    ["year", String(year)],
  ];
  if (doi !== undefined && DOI.test(doi)) fields.push(["doi", doi]);
  else if (arxiv !== undefined && ARXIV.test(arxiv)) {
    fields.push(["eprint", arxiv], ["eprinttype", "arxiv"]);
  } else if (plainUrl(url) !== undefined) fields.push(["url", url!]);
  else if ((doi ?? arxiv ?? url) !== undefined) {
    fields.push(["note", escapeBibtex((doi ?? arxiv ?? url)!)]);
  }
  return block(doi !== undefined ? "article" : "misc", key, fields);
}

function authorText(author: ReturnType<typeof splitAuthors>[number]): string {
  if ("literal" in author) return `{${escapeBibtex(author.literal)}}`;
  const family = escapeBibtex(author.family);
  // Braces keep a family name with spaces, or the word "and", in one piece.
  const whole = /\s/.test(family) ? `{${family}}` : family;
  return author.given === undefined ? whole : `${whole}, ${escapeBibtex(author.given)}`;
}

function block(type: string, key: string, fields: readonly (readonly [string, string])[]): string {
  const lines = fields.map(([name, value]) => `  ${name} = {${value}},`);
  return [`@${type}{${key},`, ...lines, "}", ""].join("\n");
}
