const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
  "base-uri 'none'; form-action 'none'";

const HEAD = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
  `<meta http-equiv="x-dns-prefetch-control" content="off">`;

/**
 * A page's beginning as the kernel knows it: no other encoding, nothing before the policy. Only
 * HTML's own white space: any other would begin the body.
 */
const KNOWN =
  /^[ \t\n]*<!doctype html>[ \t\n]*<html lang="[A-Za-z-]{2,35}">[ \t\n]*<head>[ \t\n]*<meta charset="utf-8">/i;

/** The same with a policy that is at least as strict as the kernel's. */
const GUARDED = new RegExp(
  KNOWN.source +
    String.raw`[ \t\n]*(?:<meta name="[a-z-]+" content="[^"<>]*">[ \t\n]*)*` +
    String.raw`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; ` +
    String.raw`style-src 'sha256-[A-Za-z0-9+/=]+'; base-uri 'none'; form-action 'none'">`,
  "i",
);

/**
 * What a policy in a page does not stop: a refresh to another address, a page inside the page with
 * either hidden in an attribute, and links that make a browser look names up.
 */
const WAYS_OUT = /http-equiv|srcdoc|<link/gi;

/**
 * Makes a page that a report plugin wrote safe to open from the disk, where no server can send a
 * policy with it: whatever the plugin put into it, the page runs no script, loads nothing, sends
 * nothing and goes nowhere by itself. A page that begins with such a policy stays as it is.
 * @param bytes a plugin's report.html, believed nothing
 * @returns UTF-8
 */
export function guardHtml(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  const guarded = GUARDED.exec(text)?.[0];
  const known = guarded ?? KNOWN.exec(text)?.[0] ?? "";
  const head = guarded ?? (known === ""
    // A second doctype or head further on means nothing any more.
    ? `<!doctype html><meta charset="utf-8">${HEAD}\n`
    : `${known}${HEAD}`);
  const rest = text.slice(known.length).replace(WAYS_OUT, neutral);
  return new TextEncoder().encode(head + rest);
}

/** Reads the same where it is text, and means nothing where it is markup. */
function neutral(found: string): string {
  return found.startsWith("<")
    ? `&lt;${found.slice(1)}`
    : found.slice(0, 3) + `&#${found.charCodeAt(3)};` + found.slice(4);
}
