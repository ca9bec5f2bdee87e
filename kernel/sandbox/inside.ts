/** Where things are inside the second wall. */
export const INSIDE = {
  input: "/input",
  bundle: "/bundle/plugin.js",
  bootstrap: "/harness/bootstrap.js",
  deno: "/harness/deno",
  ledger: "/harness/permissions.jsonl",
  project: "/harness/project",
} as const;
