/** Makes small plugins of their own for tests, as a stranger would keep them. */

/** A plugin to write. */
export interface PluginText {
  readonly id: string;
  readonly type?: string;
  readonly depends_on?: readonly string[];
  /** Body of `run(ctx)`, TypeScript. */
  readonly run: string;
  readonly limits?: Partial<Record<string, number>>;
}

const LIMITS = { memory_mb: 128, wall_ms: 20000, cpu_ms: 20000, output_mb: 8, artifacts_mb: 8 };

/**
 * Writes a whole plugin folder.
 * @param folder the folder of plugins, made when missing
 * @param plugin what it is and does; its findings are of kind `note` {label}
 */
export async function writePlugin(folder: string, plugin: PluginText): Promise<void> {
  const { id, type = "analysis", depends_on = [], run } = plugin;
  const own = `${folder}/${id}`;
  await Deno.mkdir(own, { recursive: true });
  const limits = Object.entries({ ...LIMITS, ...plugin.limits })
    .map(([key, value]) => `    ${key}: ${value}`).join("\n");
  const files: Record<string, string> = {
    "plugin.yaml": `id: ${id}
name: Test plugin ${id}
version: 1.0.0
type: ${type}
entrypoint: plugin.ts
depends_on: [${depends_on.join(", ")}]
capabilities: []
config_schema: config.schema.json
output_schema: output.schema.json
settings:
  description: Nothing to set.
  defaults: {}
references:
  - authors: Nobody N
    year: 2000
    title: A method for tests
    url: https://example.org/method
sandbox:
  no_network: true
  fs_allowlist: [run_dir, plugins]
  limits:
${limits}
`,
    "plugin.ts": `import { definePlugin } from "harness/sdk";

export default definePlugin({
  // deno-lint-ignore require-await
  async run(ctx) {
    ${run}
  },
});
`,
    "config.schema.json": JSON.stringify({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      additionalProperties: false,
      properties: {},
    }),
    "output.schema.json": JSON.stringify({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      required: ["findings"],
      properties: {
        metrics: { type: "object" },
        findings: {
          type: "array",
          items: {
            type: "object",
            required: ["kind"],
            discriminator: { propertyName: "kind" },
            oneOf: [{ $ref: "#/$defs/note" }],
          },
        },
      },
      $defs: {
        note: {
          type: "object",
          "x-identity": ["label"],
          required: ["kind", "label"],
          properties: { kind: { const: "note" }, label: { type: "string", maxLength: 200 } },
        },
      },
    }),
    "README.md": `# ${id}\n\nA plugin for tests.\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${own}/${name}`, text);
  }
}
