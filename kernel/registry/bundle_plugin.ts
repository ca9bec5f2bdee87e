import * as esbuild from "esbuild";
import type { BundlerJob, BundlerPlugin, BundlerProblem } from "./bundler_job.ts";
import { computedImport } from "./computed_import.ts";
import { type ImportWorld, type ModuleSpace, resolveImport } from "./import_guard.ts";

const LOADERS: Readonly<Record<string, esbuild.Loader>> = {
  ".ts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
  ".json": "json",
};

const IMPORT_REFUSED = "import refused: ";

/**
 * Bundles one plugin into one ES module. Sources come from the job, not from disk, under paths
 * that mean the same on every machine, so equal sources give equal bytes wherever they lie. Every
 * import goes through `resolveImport`. The output keeps its line breaks and names, so that a stack
 * in run.json can be read; whole unused modules of the SDK are left out.
 * @returns the code, or what is wrong with the sources
 */
export async function bundlePlugin(
  plugin: BundlerPlugin,
  job: BundlerJob,
): Promise<{ code: string; problems: BundlerProblem[] }> {
  const world: ImportWorld = {
    plugin: new Set(Object.keys(plugin.sources)),
    harness: new Set(Object.keys(job.harness)),
    npm: new Map(Object.entries(job.npm)),
  };
  try {
    const built = await esbuild.build({
      entryPoints: [plugin.entrypoint],
      absWorkingDir: job.project_dir,
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      target: "esnext",
      charset: "utf8",
      // A quarter less to read and compile, comments being most of it; names stay, and lines short
      // enough to be pointed at, for stack traces.
      minifySyntax: true,
      minifyWhitespace: true,
      lineLimit: 120,
      legalComments: "none",
      sourcemap: false,
      tsconfigRaw: "{}",
      jsx: "automatic",
      jsxImportSource: "preact",
      logLevel: "silent",
      logLimit: 50,
      plugins: [{ name: "import guard", setup: (build) => guard(build, plugin, job, world) }],
    });
    const outside = Object.values(built.metafile.outputs).flatMap(({ imports }) => imports);
    if (outside.length > 0) throw new Error(`imports are left in the bundle of ${plugin.id}`);
    return { code: built.outputFiles[0]!.text, problems: [] };
  } catch (error) {
    const messages = (error as esbuild.BuildFailure).errors;
    if (!Array.isArray(messages)) throw error;
    return { code: "", problems: messages.map(describeMessage) };
  }
}

function guard(
  build: esbuild.PluginBuild,
  plugin: BundlerPlugin,
  job: BundlerJob,
  world: ImportWorld,
): void {
  // esbuild answers with real paths.
  const nodeModules = `${Deno.realPathSync(`${job.project_dir}/node_modules`)}/`;

  build.onResolve({ filter: /.*/ }, async (args): Promise<esbuild.OnResolveResult | undefined> => {
    if (args.pluginData === INNER) return undefined;
    if (args.kind === "entry-point") return { namespace: "plugin", path: plugin.entrypoint };
    if (Object.entries(args.with).some(([key, value]) => key !== "type" || value !== "json")) {
      return refuse(args.path, "import attributes other than type json are not supported", "");
    }
    if (args.namespace === "npm") {
      return await inNodeModules(args, `${nodeModules}${args.importer}`.replace(/\/[^/]+$/, ""));
    }
    if (args.kind === "require-call" || args.kind === "require-resolve") {
      return refuse(args.path, "plugins are ES modules", "use import");
    }
    const importer = { space: args.namespace as ModuleSpace, path: args.importer };
    const target = resolveImport(importer, args.path, world);
    if ("refused" in target) return refuse(args.path, target.refused, target.fix);
    if ("npm" in target) {
      return await inNodeModules({ ...args, path: target.npm }, job.project_dir);
    }
    const { space, path } = target.module;
    return space === "plugin"
      ? { namespace: space, path }
      // Modules of the SDK do no work when they are imported: unused ones are dropped whole.
      : { namespace: space, path, sideEffects: false };
  });

  async function inNodeModules(
    args: esbuild.OnResolveArgs,
    resolveDir: string,
  ): Promise<esbuild.OnResolveResult> {
    const found = await build.resolve(args.path, {
      resolveDir,
      kind: args.kind,
      pluginData: INNER,
    });
    const { path } = found;
    if (found.errors.length > 0 || found.external || found.namespace !== "file") {
      return refuse(
        args.path,
        "it is not an installed npm package for the web",
        "run: deno install",
      );
    }
    if (!path.startsWith(nodeModules)) {
      return refuse(args.path, "the package's file lies outside node_modules", "");
    }
    return {
      namespace: "npm",
      path: path.slice(nodeModules.length),
      sideEffects: found.sideEffects,
    };
  }

  build.onLoad({ filter: /.*/ }, async ({ namespace, path }) => {
    const loader = LOADERS[/\.[a-z]+$/.exec(path)?.[0] ?? ""];
    if (loader === undefined) return { errors: [{ text: `no loader for ${path}` }] };
    if (namespace === "npm") {
      return { contents: await Deno.readTextFile(nodeModules + path), loader };
    }
    if (namespace === "plugin" && loader !== "json" && Object.hasOwn(plugin.sources, path)) {
      const errors = await computedImports(plugin.sources[path]!, loader, path);
      if (errors.length > 0) return { errors };
    }
    const sources = namespace === "plugin" ? plugin.sources : job.harness;
    return Object.hasOwn(sources, path)
      ? { contents: sources[path]!, loader }
      : { errors: [{ text: `${path} is not there` }] };
  });
}

/** What a plugin's module does that would have the bundler look for files by itself. */
async function computedImports(
  source: string,
  loader: esbuild.Loader,
  path: string,
): Promise<esbuild.PartialMessage[]> {
  const file = `plugin:${path}`;
  try {
    const found = await computedImport(source, loader, file);
    if (found === null) return [];
    const lines = source.split("\n");
    const word = found.what.replace(/\(.*/, "");
    const at = new RegExp(
      String.raw`\b${word}\s*\((?!\s*["'][^"']*["']\s*[,)]|\s*\x60[^$\x60]*\x60)`,
    );
    const line = Math.max(
      0,
      lines.findIndex((text) => at.test(text)),
      word === "require" ? lines.findIndex((text) => text.includes("require")) : 0,
    );
    const lineText = lines[line]!;
    const before = lineText.slice(
      0,
      Math.max(0, lineText.search(new RegExp(String.raw`\b${word}\b`))),
    );
    const column = new TextEncoder().encode(before).length;
    return [{
      text: `${IMPORT_REFUSED}${JSON.stringify(found.what)}: ${found.reason}`,
      notes: [{ text: 'write the whole path: import "./file.ts"' }],
      location: { file, line: line + 1, column, lineText },
    }];
  } catch (error) {
    const messages = (error as esbuild.TransformFailure).errors;
    if (!Array.isArray(messages)) throw error;
    return messages;
  }
}

/** Marks a resolution that this plugin itself asked esbuild for. */
const INNER = Symbol("resolve in node_modules");

function refuse(specifier: string, reason: string, fix: string): esbuild.OnResolveResult {
  return {
    errors: [{
      text: `${IMPORT_REFUSED}${JSON.stringify(specifier)}: ${reason}`,
      notes: fix === "" ? [] : [{ text: fix }],
    }],
  };
}

function describeMessage(message: esbuild.Message): BundlerProblem {
  const { location, text } = message;
  const refused = text.startsWith(IMPORT_REFUSED);
  const [space, path] = splitNamespace(location?.file ?? "");
  const inside = space === "plugin";
  const line = location?.line ?? 0;
  return {
    code: refused ? "E_BUNDLE_IMPORT" : "E_BUNDLE_SYNTAX",
    path: inside ? path : "",
    line: inside ? line : 0,
    column: inside && location !== null ? utf16Column(location.lineText, location.column) : 0,
    source_line: inside ? location?.lineText ?? null : null,
    message: (refused ? `cannot import ${text.slice(IMPORT_REFUSED.length)}` : text) +
      (inside || location === null ? "" : ` (in ${path}, line ${line})`),
    fix: refused ? message.notes[0]?.text ?? "" : location?.suggestion ?? "",
  };
}

function splitNamespace(file: string): [string, string] {
  const colon = file.indexOf(":");
  return [file.slice(0, Math.max(0, colon)), file.slice(colon + 1)];
}

/** esbuild counts bytes from 0; editors count UTF-16 units from 1. */
function utf16Column(lineText: string, byteColumn: number): number {
  const bytes = new TextEncoder().encode(lineText).subarray(0, byteColumn);
  return new TextDecoder().decode(bytes).length + 1;
}
