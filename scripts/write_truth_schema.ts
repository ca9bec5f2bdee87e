/**
 * Writes schemas/ground_truth.schema.json from the schema that truth files are checked with.
 *
 *     deno run --allow-read --allow-write=schemas scripts/write_truth_schema.ts
 *
 * A test fails when the file is not fresh.
 */
import { truthJsonSchema } from "../kernel/evaluate/truth_schema.ts";

Deno.writeTextFileSync(
  new URL("../schemas/ground_truth.schema.json", import.meta.url),
  `${JSON.stringify(truthJsonSchema(), null, 2)}\n`,
);
