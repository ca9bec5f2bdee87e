import { visibleText } from "../text/visible_text.ts";

/** Markup that this plugin wrote itself; the only thing {@link html} does not escape. */
export class Html {
  readonly text: string;

  /** @param text markup made of constants and of escaped text; never of data */
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Html | null | readonly Value[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/**
 * Escapes text for HTML, between tags and in quoted attributes alike, and makes what is
 * invisible visible.
 * @param text anything
 */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character]!);
}

/**
 * Markup from a template: html`<td title="${hostile}">${hostile}</td>`. Every value is escaped
 * unless it is itself {@link Html}; null is nothing; lists are joined. Attributes must be in
 * double quotes, and no value may be a whole URL that came from data.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  let out = strings[0]!;
  for (let i = 0; i < values.length; i++) out += markup(values[i]!) + strings[i + 1]!;
  return new Html(out);
}

function markup(value: Value): string {
  if (value instanceof Html) return value.text;
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escapeHtml(value);
  let out = "";
  for (const inner of value) out += markup(inner);
  return out;
}
