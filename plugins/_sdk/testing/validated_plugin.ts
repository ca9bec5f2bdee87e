import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";
import type { PluginModule } from "../define_plugin.ts";
import { runPlugin, type TestOutcome, type TestStep } from "./run_plugin.ts";

/** A plugin with its manifest's defaults, held to its own schemas. */
export interface ValidatedPlugin {
  /** `settings.defaults` of plugin.yaml. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /**
   * Runs a step in memory with the defaults and the step's own settings.
   * @throws Error naming the first violation, when the settings do not fit config.schema.json or the
   *   result does not fit output.schema.json
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
  const compile = (file: string) =>
    ajv.compile(JSON.parse(Deno.readTextFileSync(`${folder}/${file}`)));
  const settingsFit = compile(manifest.config_schema);
  const resultFits = compile(manifest.output_schema);
  const { defaults } = manifest.settings;
  demand(settingsFit, defaults, "settings.defaults of plugin.yaml", manifest.config_schema);
  return {
    defaults,
    async run(step = {}) {
      const settings = { ...defaults, ...step.settings };
      demand(settingsFit, settings, "the step's settings", manifest.config_schema);
      const outcome = await runPlugin(plugin, { type: manifest.type, ...step, settings });
      demand(resultFits, outcome.result, "the result", manifest.output_schema);
      return outcome;
    },
  };
}

function demand(fits: ValidateFunction, value: unknown, what: string, schema: string): void {
  if (fits(value)) return;
  const { instancePath, message } = fits.errors![0]!;
  throw new Error(`${what} at "${instancePath}" ${message}, says ${schema}`);
}
