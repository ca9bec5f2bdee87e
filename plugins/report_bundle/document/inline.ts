/** A link; only targets made by this plugin (anchors, its own pages, doi.org, arxiv.org). */
export interface Link {
  readonly link: string;
  readonly href: string;
}

/**
 * A piece of a sentence. Every string is taken for hostile: the writers escape all of them, so a
 * text cannot become markup whatever it holds and wherever it came from.
 */
export type Inline = string | { readonly code: string } | { readonly strong: Sentence } | Link;

export type Sentence = readonly Inline[];

type Piece = Inline | Sentence | number;

/**
 * Builds a sentence: say`${name("flow")} rises in ${count(3, "row")}`. A line break in the fixed
 * words is a space, so that long sentences can be wrapped.
 * @param strings the fixed words
 * @param pieces texts, code, links or whole sentences
 */
export function say(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Sentence {
  const out: Inline[] = [];
  for (let i = 0; i < strings.length; i++) {
    const words = strings[i]!.replace(/\s*\n\s*/g, " ");
    if (words !== "") out.push(words);
    const piece = pieces[i];
    if (piece === undefined) continue;
    if (Array.isArray(piece)) out.push(...piece);
    else out.push(typeof piece === "number" ? String(piece) : piece as Inline);
  }
  return out;
}

/**
 * Joins sentences or pieces with a separator.
 * @param parts what to join
 * @param separator text between two of them
 * @param last text before the last one
 */
export function join(parts: readonly Sentence[], separator = ", ", last = separator): Sentence {
  const out: Inline[] = [];
  parts.forEach((part, i) => {
    if (i > 0) out.push(i === parts.length - 1 ? last : separator);
    out.push(...part);
  });
  return out;
}
