import { parse } from "yaml";
import { COMMANDS, type CommandSpec } from "../../kernel/commands/catalogue.ts";
import { ERRORS } from "../../kernel/commands/error_catalogue.ts";
import { schemaFields, type SchemaNode } from "./schema_fields.ts";

/** Commands that are tasks of their own; the others follow `deno task harness`. */
const TASKS = ["run", "eval", "serve"];

/** Schemas of what people read and write, and the heading each has. */
const SCHEMAS = [
  ["report", "Fields of report.json"],
  ["result", "Fields of a plugin's result"],
  ["plugin_manifest", "Keys of plugin.yaml"],
  ["ground_truth", "Keys of a truth file"],
] as const;

const EXITS = [
  "0: completed",
  "1: a step or the run failed, or a check did not pass",
  "2: usage or bad input",
  "3: broken installation",
  "130: interrupted",
];

/**
 * docs/reference.md: every command, setting, kind of finding, field and error code, from the code.
 * @param projectDir absolute path of the project
 */
export function referenceText(projectDir: string): string {
  const lines = [
    "<!-- deno-fmt-ignore-file -->",
    "",
    "# Reference",
    "",
    "Written by `deno run -A scripts/write_reference.ts` from the code; a test fails when it is stale.",
    "",
    "## Commands",
    ...COMMANDS.flatMap(command),
    "",
    "## Exit codes",
    "",
    ...EXITS.map((each) => `- ${each}`),
    "",
    "## Plugins",
    ...pluginIds(projectDir).flatMap((id) => plugin(projectDir, id)),
  ];
  for (const [name, heading] of SCHEMAS) {
    const schema = readJson(`${projectDir}/schemas/${name}.schema.json`);
    lines.push("", `## ${heading}`, "", `Checked with \`schemas/${name}.schema.json\`.`, "");
    lines.push(
      ...schemaFields(schema).map(({ path, type, description }) => item(path, type, description)),
    );
  }
  lines.push("", "## Error codes", "");
  for (const code of Object.keys(ERRORS).sort()) {
    lines.push(item(code, `exit ${ERRORS[code]!.exit}`, ERRORS[code]!.explanation));
  }
  return `${lines.join("\n")}\n`;
}

/** Ids of the plugins of the project. */
export function pluginIds(projectDir: string): string[] {
  return [...Deno.readDirSync(`${projectDir}/plugins`)]
    .filter(({ name, isDirectory }) => isDirectory && !name.startsWith("_"))
    .map(({ name }) => name).sort();
}

/** Kinds of finding of a plugin, with the schema of each. */
export function findingKinds(projectDir: string, id: string): [string, SchemaNode][] {
  const { $defs = {} } = readJson(`${projectDir}/plugins/${id}/output.schema.json`);
  return Object.entries($defs).filter(([, { properties }]) => properties?.kind !== undefined);
}

/** Settings of a plugin, with the schema of each. */
export function pluginSettings(projectDir: string, id: string): [string, SchemaNode][] {
  const { properties = {} } = readJson(`${projectDir}/plugins/${id}/config.schema.json`);
  return Object.entries(properties).flatMap(([name, node]) =>
    typeof node === "boolean" ? [] : [[name, node] satisfies [string, SchemaNode]]
  );
}

function command({ name, description, example, arguments: words, options }: CommandSpec): string[] {
  const line = TASKS.includes(name) ? `deno task ${name}` : `deno task harness ${name}`;
  return [
    "",
    `### ${name}`,
    "",
    `${capital(sentence(description))} Example: \`${example}\``,
    "",
    `\`${[line, ...words.map((word) => word.name)].join(" ")}\``,
    ...(words.length + options.length === 0 ? [] : [""]),
    ...words.map((word) => item(word.name, "", word.description)),
    ...options.map(({ flags, short, description, repeatable }) =>
      item(
        short === undefined ? flags : `-${short}, ${flags}`,
        repeatable === true ? "may be repeated" : "",
        description,
      )
    ),
  ];
}

function plugin(projectDir: string, id: string): string[] {
  const folder = `${projectDir}/plugins/${id}`;
  const manifest = parse(Deno.readTextFileSync(`${folder}/plugin.yaml`));
  const settings = pluginSettings(projectDir, id);
  const kinds = findingKinds(projectDir, id);
  return [
    "",
    `### ${id}`,
    "",
    `${manifest.name} ${manifest.version}, type ${manifest.type}; see ` +
    `[its README](../plugins/${id}/README.md). ${sentence(manifest.settings.description)}`,
    ...(settings.length === 0 ? [] : ["", "Settings:", ""]),
    ...settings.map(([name, { description }]) =>
      item(name, `default \`${JSON.stringify(manifest.settings.defaults[name])}\``, description)
    ),
    ...(kinds.length === 0 ? [] : ["", "Kinds of finding:", ""]),
    ...kinds.map(([kind, { description, properties }]) =>
      item(
        kind,
        Object.keys(properties ?? {}).filter((name) => name !== "kind").join(", "),
        description,
      )
    ),
  ];
}

function item(name: string, about: string, description: string | undefined): string {
  const rest = [about === "" ? "" : ` (${about})`, description === undefined ? "" : `: `];
  return `- \`${name}\`${rest.join("")}${description === undefined ? "" : sentence(description)}`;
}

/** Markdown-safe, with a capital and a full stop. */
function sentence(text: string): string {
  const safe = text.replace(/[*_<>[\]]/g, "\\$&").replaceAll("\n", " ");
  return /[.!?]$/.test(safe) ? safe : `${safe}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function readJson(path: string): SchemaNode {
  return JSON.parse(Deno.readTextFileSync(path));
}
