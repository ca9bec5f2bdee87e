import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import * as esbuild from "esbuild";

/** Names that standalone code of ajv may ask for. */
const AJV_RUNTIME = /^ajv\/dist\/runtime\/[a-z0-9_]+$/;

/** How a schema becomes code. */
export interface CompileOptions {
  /** True: go on after the first violation (settings, manifests: small inputs by people). */
  readonly all_errors: boolean;
  /** Folder that holds node_modules. */
  readonly project_dir: string;
}

/**
 * Compiles a JSON Schema (2020-12) to one self-contained ES module: its default export is the
 * validator `(value) => boolean` with `.errors`, its export `schema` the schema itself. Runs in
 * the bundler's process and in scripts; the kernel's own process imports neither ajv nor esbuild.
 * The same schema gives the same bytes on every machine.
 * @param schema already checked against `schemas/plugin_schema.schema.json` when it is a plugin's
 * @throws Error as ajv words it, when the schema cannot be compiled
 */
export async function compileValidator(
  schema: Record<string, unknown>,
  options: CompileOptions,
): Promise<string> {
  const ajv = createAjv(options.all_errors);
  const code = standaloneCode.default(ajv, ajv.compile(schema));
  const source = `${code}\nexport const schema = JSON.parse(${
    JSON.stringify(JSON.stringify(schema))
  });\n`;
  const built = await esbuild.build({
    stdin: { contents: source, loader: "js", resolveDir: options.project_dir },
    absWorkingDir: options.project_dir,
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    tsconfigRaw: "{}",
    logLevel: "silent",
    plugins: [{ name: "ajv runtime only", setup: allowAjvRuntime }],
  });
  return built.outputFiles[0]!.text;
}

/**
 * Checks one value against a schema, in this process.
 * @returns ajv's errors, all of them; empty when the value satisfies the schema
 */
export function checkValue(schema: Record<string, unknown>, value: unknown): ErrorObject[] {
  const validate = createAjv(true).compile(schema);
  return validate(value) ? [] : (validate.errors ?? []);
}

function createAjv(allErrors: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    allowUnionTypes: true,
    allErrors,
    // A column may be called "constructor": members of Object.prototype are not data.
    ownProperties: true,
    discriminator: true,
    messages: false,
    logger: false,
    code: { source: true, esm: true, optimize: true },
  });
  ajv.addKeyword({ keyword: "x-identity", schemaType: "array" });
  return ajv;
}

/** Standalone code names ajv's runtime helpers as CommonJS modules; nothing else may be inlined. */
function allowAjvRuntime(build: esbuild.PluginBuild): void {
  build.onResolve({ filter: /.*/ }, (args) => {
    if (args.importer !== "<stdin>" || AJV_RUNTIME.test(args.path)) return undefined;
    return { errors: [{ text: `a validator may not import ${JSON.stringify(args.path)}` }] };
  });
}
