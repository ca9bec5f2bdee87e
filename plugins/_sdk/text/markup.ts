import { visibleText } from "./visible_text.ts";

/** Markup that the program wrote itself; the only thing {@link markup} does not escape. */
export class Markup {
  readonly text: string;

  /** @param text markup made of constants and of escaped text; never of data */
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | null | readonly Value[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/**
 * Escapes text for HTML and SVG, between tags and in quoted attributes alike, and makes what is
 * invisible visible.
 * @param text anything
 */
export function escapeMarkup(text: string): string {
  return visibleText(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character]!);
}

/**
 * Markup from a template: markup`<td title="${hostile}">${hostile}</td>`. Every value is escaped
 * unless it is itself {@link Markup}; null is nothing; lists are joined. Attributes must be in
 * double quotes, and no value may be a whole URL that came from data.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let out = strings[0]!;
  for (let i = 0; i < values.length; i++) out += written(values[i]!) + strings[i + 1]!;
  return new Markup(out);
}

function written(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escapeMarkup(value);
  let out = "";
  for (const inner of value) out += written(inner);
  return out;
}
