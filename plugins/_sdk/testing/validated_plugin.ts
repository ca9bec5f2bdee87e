import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { CodedError } from "../../../kernel/contract/coded_error.ts";
import type { Manifest } from "../../../kernel/contract/manifest.ts";
import type { PluginModule } from "../define_plugin.ts";
import { runPlugin, type TestOutcome, type TestStep } from "./run_plugin.ts";

/** A plugin with its manifest's defaults, held to its own schemas. */
export interface ValidatedPlugin {
  readonly manifest: Manifest;
  /** config.schema.json. */
  readonly config_schema: Readonly<Record<string, unknown>>;
  /** output.schema.json. */
  readonly output_schema: Readonly<Record<string, unknown>>;
  /** `settings.defaults` of plugin.yaml. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /**
   * Runs a step in memory with the defaults and the step's own settings.
   * @throws CodedError E_SETTINGS_INVALID when the settings do not fit config.schema.json, as the
   *   kernel does; Error naming the first violation when the result does not fit output.schema.json
   */
  run(step?: TestStep): Promise<TestOutcome>;
}

/**
 * Reads a plugin's manifest and schemas.
 * @param folder the plugin's, such as `import.meta.dirname`
 * @param plugin the default export of its plugin.ts
 */
export function validatedPlugin(folder: string, plugin: PluginModule): ValidatedPlugin {
  const manifest = parse(Deno.readTextFileSync(`${folder}/plugin.yaml`));
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    allowUnionTypes: true,
    ownProperties: true,
    discriminator: true,
  });
  ajv.addKeyword({ keyword: "x-identity", schemaType: "array" });
  const read = (file: string) => JSON.parse(Deno.readTextFileSync(`${folder}/${file}`));
  const output_schema = read(manifest.output_schema);
  const config_schema = read(manifest.config_schema);
  const settingsFit = ajv.compile(config_schema);
  const resultFits = ajv.compile(output_schema);
  const { defaults } = manifest.settings;
  demand(settingsFit, defaults, "settings.defaults of plugin.yaml", manifest.config_schema);
  return {
    manifest,
    config_schema,
    output_schema,
    defaults,
    async run(step = {}) {
      const settings = { ...defaults, ...step.settings };
      const problem = violation(
        settingsFit,
        settings,
        "the step's settings",
        manifest.config_schema,
      );
      if (problem !== null) throw new CodedError("E_SETTINGS_INVALID", problem);
      const outcome = await runPlugin(plugin, { type: manifest.type, ...step, settings });
      demand(resultFits, outcome.result, "the result", manifest.output_schema);
      return outcome;
    },
  };
}

function demand(fits: ValidateFunction, value: unknown, what: string, schema: string): void {
  const problem = violation(fits, value, what, schema);
  if (problem !== null) throw new Error(problem);
}

function violation(
  fits: ValidateFunction,
  value: unknown,
  what: string,
  schema: string,
): string | null {
  if (fits(value)) return null;
  const { instancePath, message } = fits.errors![0]!;
  return `${what} at "${instancePath}" ${message}, says ${schema}`;
}
