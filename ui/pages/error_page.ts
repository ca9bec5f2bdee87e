import { html } from "hono/html";
import { layout, type Markup } from "./layout.ts";

/** What went wrong, and the way back. */
export function errorPage(status: number, message: string): Markup {
  return layout(
    status === 404 ? "Not found" : "Error",
    html`
      <p>${message}</p>
      <p><a href="/">All runs</a></p>
    `,
  );
}
