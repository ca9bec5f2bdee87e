import { CodedError } from "../contract/coded_error.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { unknownPlugin } from "./errors.ts";

/** Settings by plugin id, as a settings or truth file gives them. */
export type SettingsByPlugin = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One place settings come from, with a name to speak of it by. */
export interface SettingsLayer {
  /** A file's name, or "the planner". */
  readonly source: string;
  readonly settings: SettingsByPlugin;
}

/**
 * The settings a plugin runs with: its manifest's defaults, then each layer over those before
 * it, key by key.
 * @param pluginId
 * @param defaults the manifest's `settings.defaults`
 * @param layers weakest first: planner, truth file, settings file
 */
export function effectiveSettings(
  pluginId: string,
  defaults: Readonly<Record<string, unknown>>,
  layers: readonly SettingsLayer[],
): Readonly<Record<string, unknown>> {
  let settings = { ...defaults };
  for (const layer of layers) {
    if (Object.hasOwn(layer.settings, pluginId)) {
      settings = { ...settings, ...layer.settings[pluginId] };
    }
  }
  return settings;
}

/**
 * Checks that a parsed file is settings by plugin id, and that every id is a plugin's.
 * @param value as parsed
 * @param source the file's name, for messages
 * @param known every plugin id
 * @throws CodedError E_SETTINGS_INVALID, E_PLUGIN_UNKNOWN
 */
export function settingsLayer(
  value: unknown,
  source: string,
  known: readonly string[],
): SettingsLayer {
  if (!isRecord(value)) {
    throw new CodedError(
      "E_SETTINGS_INVALID",
      `${source} is not a mapping of plugin ids to settings`,
      "write it as `{plugin_id: {setting: value}}`",
    );
  }
  for (const [id, settings] of Object.entries(value)) {
    if (!known.includes(id)) throw unknownPlugin(id, source, nearest(id, known));
    if (!isRecord(settings)) {
      throw new CodedError(
        "E_SETTINGS_INVALID",
        `In ${source}, the settings of ${id} are not a mapping`,
        `write them as \`${id}: {setting: value}\``,
      );
    }
  }
  return { source, settings: value as SettingsByPlugin };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
