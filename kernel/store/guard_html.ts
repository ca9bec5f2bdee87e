const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
  "base-uri 'none'; form-action 'none'";

/** Keeps a browser from looking up the names in links, each of which could carry a value away. */
const NO_LOOKUPS = `<meta http-equiv="x-dns-prefetch-control" content="off">`;

const HEAD = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">${NO_LOOKUPS}`;

/** What a page begins with whose own beginning means nothing any more. */
const PLAIN = `<!doctype html><meta charset="utf-8">${HEAD}\n`;

/**
 * A page's beginning as the kernel knows it: no other encoding, nothing before the policy, and all
 * of it within the 1024 bytes in which browsers look for an encoding. Only HTML's own white space:
 * any other would begin the body.
 */
const KNOWN =
  /^[ \t\n]{0,40}<!doctype html>[ \t\n]{0,40}<html lang="[A-Za-z-]{2,35}">[ \t\n]{0,40}<head>[ \t\n]{0,40}<meta charset="utf-8">/i;

/** The same with a policy that is at least as strict as the kernel's. */
const GUARDED = new RegExp(
  KNOWN.source +
    String.raw`[ \t\n]*(?:<meta name="[a-z-]+" content="[^"<>]*">[ \t\n]*)*` +
    String.raw`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; ` +
    String.raw`style-src 'sha256-[A-Za-z0-9+/=]+'; base-uri 'none'; form-action 'none'">`,
  "i",
);

/** Where a link may lead: within the page, to a file beside it, or to a paper. */
const LINK =
  /="(?:#|https:\/\/(?:doi|arxiv)\.org\/|(?:\.\.\/){0,2}[a-z0-9_-]+(?:[./][a-z0-9_-]+)*(?:#[a-z0-9_-]*)?")/
    .source;

/**
 * What a policy in a page does not stop: a refresh to another address, a page inside the page with
 * either hidden in an attribute, links that make a browser look names up, and links as large as the
 * page that carry its contents away at the first click, also by an animation that sets them.
 * Names of attributes cannot be written in another way than letter by letter.
 */
const WAYS_OUT = new RegExp(`http-equiv|srcdoc|<link|attributename|href(?!${LINK})`, "gi");

/**
 * Makes a page that a plugin wrote safe to open from the disk, where no server can send a policy
 * with it: whatever the plugin put into it, the page runs no script, loads nothing, sends nothing
 * and leads to papers and to files beside it only. A page that begins with a policy of its own that
 * is as strict keeps it. Doing it again changes nothing.
 * @param bytes a plugin's page, believed nothing
 * @returns UTF-8
 */
export function guardHtml(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder().decode(bytes);
  const { known, head } = beginning(text);
  const rest = text.slice(known.length).replace(WAYS_OUT, neutral);
  return new TextEncoder().encode(head + rest);
}

/** How much of a page's beginning is kept as it is, and what the kernel begins it with. */
function beginning(text: string): { readonly known: string; readonly head: string } {
  if (text.startsWith(PLAIN)) return { known: PLAIN, head: PLAIN };
  const guarded = GUARDED.exec(text)?.[0];
  const own = guarded ?? KNOWN.exec(text)?.[0];
  if (own === undefined) return { known: "", head: PLAIN };
  const head = own + (guarded === undefined ? HEAD : NO_LOOKUPS);
  return { known: text.startsWith(head) ? head : own, head };
}

/** Reads the same where it is text, and means nothing where it is markup. */
function neutral(found: string): string {
  return found.startsWith("<")
    ? `&lt;${found.slice(1)}`
    : found.slice(0, 3) + `&#${found.charCodeAt(3)};` + found.slice(4);
}
