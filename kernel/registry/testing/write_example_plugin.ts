/** Files of a small, complete plugin; `null` removes one. */
export type ExampleFiles = Readonly<Record<string, string | null>>;

const OUTPUT = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  required: ["status", "summary", "metrics", "findings"],
  additionalProperties: false,
  properties: {
    status: { enum: ["ok", "skipped"] },
    summary: { type: "string" },
    metrics: {
      type: "object",
      additionalProperties: false,
      properties: { rows: { type: "integer", minimum: 0 } },
    },
    findings: {
      type: "array",
      items: {
        type: "object",
        discriminator: { propertyName: "kind" },
        required: ["kind"],
        oneOf: [{ $ref: "#/$defs/peak" }],
      },
    },
  },
  $defs: {
    peak: {
      type: "object",
      "x-identity": ["column", "row_index"],
      required: ["kind", "measurement_type", "score", "columns", "column", "row_index"],
      properties: {
        kind: { const: "peak" },
        measurement_type: { enum: ["measured"] },
        score: { type: "number" },
        columns: { type: "array", items: { type: "string" } },
        column: { type: "string" },
        row_index: { type: "integer", minimum: 0 },
        evidence: { type: "object" },
      },
    },
  },
};

/**
 * The files of an example plugin that finds the largest value of a column.
 * @param id also the folder's name
 */
export function exampleFiles(id: string): Record<string, string> {
  return {
    "plugin.yaml": `id: ${id}
name: Example
version: 1.0.0
type: analysis
entrypoint: plugin.ts
depends_on: []
capabilities: [needs_numeric]
config_schema: config.schema.json
output_schema: output.schema.json
settings:
  description: How many peaks.
  defaults:
    max_findings: 50
references:
  - authors: Tukey JW
    year: 1977
    title: Exploratory Data Analysis
    url: https://example.org/eda
sandbox:
  no_network: true
  fs_allowlist: [run_dir, plugins]
  limits:
    memory_mb: 128
    wall_ms: 10000
    cpu_ms: 10000
    output_mb: 4
    artifacts_mb: 4
`,
    "plugin.ts": `import { definePlugin } from "harness/sdk";
import { largest } from "./largest.ts";

export default definePlugin({
  run(ctx) {
    const values = ctx.table.numeric("x");
    return {
      status: "ok",
      summary: "The largest is " + largest(values),
      metrics: { rows: values.length },
      findings: [],
    };
  },
});
`,
    "largest.ts": `/** The largest of some numbers. */
export function largest(values: Float64Array): number {
  return values.reduce((a, b) => (b > a ? b : a), -Infinity);
}
`,
    "config.schema.json": JSON.stringify(
      {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        additionalProperties: false,
        required: ["max_findings"],
        properties: {
          max_findings: { description: "How many.", type: "integer", minimum: 1, maximum: 1000 },
        },
      },
      null,
      2,
    ) + "\n",
    "output.schema.json": JSON.stringify(OUTPUT, null, 2) + "\n",
    "README.md": "# Example\n\nFinds the largest value.\n",
  };
}

/**
 * Writes an example plugin into a folder of plugins.
 * @param folder folder of plugins
 * @param id plugin id and name of its folder
 * @param changes files to replace, add or leave out
 * @returns path of the plugin's folder
 */
export function writeExamplePlugin(folder: string, id: string, changes: ExampleFiles = {}): string {
  const path = `${folder}/${id}`;
  for (const [name, text] of Object.entries({ ...exampleFiles(id), ...changes })) {
    if (text === null) continue;
    const file = `${path}/${name}`;
    Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(file, text);
  }
  return path;
}

/**
 * Runs a test's body with a new empty folder, which is removed afterwards.
 * @param body receives the folder's real absolute path
 */
export async function inTempFolder(body: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    await body(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
