import { CodedError } from "../contract/coded_error.ts";
import { parseYamlSource } from "../diagnostics/yaml_source.ts";
import { type SettingsLayer, settingsLayer } from "../pipeline/settings_layers.ts";

/**
 * Reads a settings file, JSON or YAML.
 * @param path absolute; undefined for none
 * @param known every plugin id
 * @throws CodedError E_SETTINGS_FILE, E_SETTINGS_INVALID, E_PLUGIN_UNKNOWN; SourceError
 */
export function loadSettings(
  path: string | undefined,
  known: readonly string[],
): readonly SettingsLayer[] {
  if (path === undefined) return [];
  const name = path.slice(path.lastIndexOf("/") + 1);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(Deno.readFileSync(path));
  } catch (error) {
    const why = error instanceof TypeError ? "it is not UTF-8 text" : (error as Error).message;
    throw new CodedError(
      "E_SETTINGS_FILE",
      `Cannot read the settings file ${path}: ${why}`,
      "give --settings a JSON or YAML file of settings by plugin id",
    );
  }
  return [settingsLayer(parseYamlSource(text, name).value, name, known)];
}
