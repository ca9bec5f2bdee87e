import { parseYamlSource } from "../diagnostics/yaml_source.ts";
import { type SettingsLayer, settingsLayer } from "../pipeline/settings_layers.ts";
import { readTextFile } from "./read_text_file.ts";

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
  const text = readTextFile(path, {
    what: "settings file",
    code: "E_SETTINGS_FILE",
    next: "give --settings a JSON or YAML file of settings by plugin id",
  });
  return [settingsLayer(parseYamlSource(text, name).value, name, known)];
}
