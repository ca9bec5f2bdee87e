import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { PLUGIN_ID_PATTERN } from "../contract/manifest.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { invalidOption, pluginFolder, pluginId } from "./errors.ts";
import { PROJECT } from "./places.ts";

/** The plugin that new ones are copies of; its own tests run with all others. */
const TEMPLATE = {
  folder: `${PROJECT}/plugins/_template`,
  id: "new_analysis",
  name: "New analysis",
};

/** `plugins new <id>`: writes a whole plugin that validates, runs and passes its own tests. */
// deno-lint-ignore require-await -- a command
export default async function pluginsNew(
  { arguments: [id = ""], options }: CommandInput,
): Promise<number> {
  const { type = "analysis", dir } = options as Readonly<Record<string, string | undefined>>;
  if (type !== "analysis") {
    throw invalidOption(
      "type",
      type,
      "analysis; for other types, begin with a copy of a built-in one",
    );
  }
  if (!PLUGIN_ID_PATTERN.test(id)) throw pluginId(id, "is not an id");
  if (exists(`${PROJECT}/plugins/${id}`)) throw pluginId(id, "is the id of a built-in plugin");
  const folder = `${dir}/${id}`;
  try {
    Deno.mkdirSync(folder);
  } catch (error) {
    throw pluginFolder(folder, error);
  }
  const template = `${TEMPLATE.folder}/${TEMPLATE.id}`;
  const files = [...Deno.readDirSync(template)].map(({ name }) => name).sort();
  for (const name of files) {
    const text = Deno.readTextFileSync(`${template}/${name}`)
      .replaceAll(TEMPLATE.id, id)
      .replaceAll(TEMPLATE.name, nameOf(id));
    Deno.writeTextFileSync(`${folder}/${name}`, text);
  }
  console.log(
    [
      `Made ${id}: ${files.join(", ")}.`,
      `It is in ${folder}, works as it is, and finds columns with a trend. Next:`,
      ...nextSteps(id, dir!, folder),
    ].map((line) => escapeTerminal(line)).join("\n"),
  );
  return EXIT.ok;
}

function nextSteps(id: string, dir: string, folder: string): string[] {
  const builtin = dir === `${PROJECT}/plugins`;
  const found = builtin ? "" : ` --plugins-dir ${dir}`;
  return [
    `  deno task test ${folder}`,
    `  deno task harness plugins validate ${id} --smoke${found}`,
    builtin
      ? `  deno task harness plugins trust --builtin`
      : `  deno task harness plugins trust ${id}${found}`,
    `  deno task run fixtures/demo.csv --plugins ${id}${found}`,
    `plugins/README.md says what each file is for.`,
  ];
}

/** `runs_test` reads "Runs test". */
function nameOf(id: string): string {
  const words = id.replace(/^analysis_/, "").replaceAll("_", " ").trim() || id;
  return words[0]!.toUpperCase() + words.slice(1);
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
