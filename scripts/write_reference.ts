/**
 * Writes docs/reference.md from the code.
 *
 *   deno run -A scripts/write_reference.ts            writes it
 *   deno run -A scripts/write_reference.ts --check    says whether it is stale, exit 1 if so
 */
import { referenceText } from "./reference/reference_text.ts";

const PROJECT = import.meta.dirname!.replace(/\/scripts$/, "");
const path = `${PROJECT}/docs/reference.md`;
const text = referenceText(PROJECT);

if (!Deno.args.includes("--check")) {
  Deno.mkdirSync(`${PROJECT}/docs`, { recursive: true });
  Deno.writeTextFileSync(path, text);
} else if (Deno.readTextFileSync(path) !== text) {
  console.error("stale: docs/reference.md; run deno run -A scripts/write_reference.ts");
  Deno.exit(1);
}
