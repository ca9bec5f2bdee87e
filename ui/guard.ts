import type { MiddlewareHandler } from "hono";

/** No script, no request, no frame, no form: pages are text, styles and drawings. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Lets through only what the person at this machine can have asked for: reading, from this very
 * address. A page elsewhere that has its own name point here (DNS rebinding) sends its own Host
 * and is refused; one that only sends requests here cannot read the answers.
 * @param port the server's own
 */
export function guard(port: number): MiddlewareHandler {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  return async function guardRequest(c, next) {
    const { method } = c.req;
    const origin = c.req.header("origin");
    const site = c.req.header("sec-fetch-site");
    if (!hosts.includes(c.req.header("host") ?? "")) {
      c.res = new Response("This address is not served here.\n", { status: 421 });
    } else if (method !== "GET" && method !== "HEAD") {
      c.res = new Response("Only reading is possible here.\n", { status: 405 });
    } else if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) {
      c.res = new Response("Other pages may not ask here.\n", { status: 403 });
    } else if (site === "cross-site" && c.req.header("sec-fetch-mode") !== "navigate") {
      c.res = new Response("Other pages may not ask here.\n", { status: 403 });
    } else {
      await next();
    }
    const { headers } = c.res;
    if (!headers.has("content-security-policy")) headers.set("content-security-policy", POLICY);
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "no-referrer");
    headers.set("x-dns-prefetch-control", "off");
    headers.set("cross-origin-resource-policy", "same-origin");
    headers.set("cross-origin-opener-policy", "same-origin");
    headers.set("cache-control", "no-store");
  };
}
