import {
  isTest,
  lineAt,
  type SourceFile,
  type TreeProblem,
  withoutComments,
} from "./source_file.ts";

/**
 * What each part of the tree may import, beside itself. Imports point one way:
 * `commands → pipeline → schedule → sandbox`, with `registry` and `store` beside (the bundler of the
 * one is a process behind the sandbox's walls), and `canonical`, `diagnostics` and `contract` beneath.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "kernel/contract": [],
  "kernel/contract/validators": ["kernel/contract", "kernel/diagnostics"],
  "kernel/canonical": ["kernel/contract"],
  "kernel/diagnostics": ["kernel/contract"],
  "kernel/store": beneath(),
  "kernel/registry": beneath("kernel/sandbox"),
  "kernel/evaluate": beneath(),
  "kernel/sandbox": beneath("kernel/store"),
  "kernel/schedule": beneath("kernel/store", "kernel/sandbox"),
  "kernel/pipeline": beneath(
    "kernel/store",
    "kernel/registry",
    "kernel/evaluate",
    "kernel/sandbox",
    "kernel/schedule",
  ),
  "kernel/cite": beneath(),
  "kernel/doctor": beneath("kernel/store", "kernel/registry", "kernel/sandbox", "kernel/pipeline"),
  "kernel/export": beneath("kernel/store", "kernel/query"),
  "kernel/query": beneath("kernel/store", "kernel/pipeline"),
  "kernel/commands": beneath(
    "kernel",
    "kernel/cite",
    "kernel/doctor",
    "kernel/export",
    "kernel/query",
    "kernel/store",
    "kernel/registry",
    "kernel/evaluate",
    "kernel/sandbox",
    "kernel/schedule",
    "kernel/pipeline",
    "ui",
  ),
  "plugins/_sdk": ["kernel/contract", "kernel/canonical"],
};

/** The only files that load the compiler and the bundler; all but the scripts run elsewhere. */
const BUNDLER_FILES = [
  "kernel/registry/compile_validator.ts",
  "kernel/registry/computed_import.ts",
  "kernel/registry/bundle_plugin.ts",
  "kernel/registry/bundler_main.ts",
];
const BUNDLER_PACKAGES = ["ajv", "esbuild"];

/**
 * Finds imports that point the wrong way. Tests may import what they test with.
 * @param files sources of kernel/, plugins/ and ui/
 * @param npmNames packages that deno.json names
 */
export function importArrows(
  files: readonly SourceFile[],
  npmNames: ReadonlySet<string>,
): TreeProblem[] {
  const problems: TreeProblem[] = [];
  for (const file of files) {
    if (isTest(file.path)) continue;
    for (const { specifier, line } of importsOf(file.text)) {
      const message = specifier.startsWith(".")
        ? wrongArrow(file.path, resolve(file.path, specifier))
        : wrongPackage(file.path, specifier, npmNames);
      if (message !== null) problems.push({ file: file.path, line, message });
    }
  }
  return problems;
}

/** Static, dynamic and type imports and re-exports, with their lines. */
export function importsOf(text: string): { specifier: string; line: number }[] {
  const code = withoutComments(text);
  const pattern =
    /^(?:import|export)\b[^;"'`]*?\bfrom\s*"([^"]+)"|^import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  return [...code.matchAll(pattern)].map((match) => ({
    specifier: match[1] ?? match[2] ?? match[3] ?? "",
    line: lineAt(code, match.index),
  }));
}

function wrongArrow(from: string, to: string): string | null {
  if (BUNDLER_FILES.includes(to) && !BUNDLER_FILES.includes(from) && !from.startsWith("scripts/")) {
    return `${to} loads ajv and esbuild: only the bundler's process and scripts may`;
  }
  const source = areaOf(from);
  const target = areaOf(to);
  if (source === target || source === "kernel" || source === "ui") {
    return source !== target && target.startsWith("plugins/")
      ? "the kernel imports no plugin"
      : null;
  }
  if (source.startsWith("plugins/") && source !== "plugins/_sdk") {
    return "a plugin imports its own folder, harness/sdk and npm packages";
  }
  return ALLOWED[source]?.includes(target) === true
    ? null
    : `${source} may not import ${target}: imports point one way (DESIGN, Layout)`;
}

function wrongPackage(
  from: string,
  specifier: string,
  npmNames: ReadonlySet<string>,
): string | null {
  const inPlugins = from.startsWith("plugins/");
  if (specifier === "harness/sdk") {
    return inPlugins ? null : "harness/sdk is for plugins";
  }
  if (specifier.startsWith("node:")) {
    return inPlugins ? "plugins and the SDK use web APIs and Deno.* only" : null;
  }
  const name = specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  if (!npmNames.has(name)) return `deno.json does not name "${name}"`;
  if (BUNDLER_PACKAGES.includes(name) && !BUNDLER_FILES.includes(from)) {
    return `${name} is for the bundler's process and scripts`;
  }
  return null;
}

/** `kernel/store`, `plugins/<id>`, `ui`; the files that lie directly in kernel/ are `kernel`. */
function areaOf(path: string): string {
  if (path === "kernel/contract/validators.ts") return "kernel/contract/validators";
  const parts = path.split("/");
  if (parts[0] === "kernel" || parts[0] === "plugins") {
    return parts.length > 2 ? parts.slice(0, 2).join("/") : parts[0];
  }
  return parts[0] ?? "";
}

function resolve(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function beneath(...more: readonly string[]): string[] {
  return [
    "kernel/contract",
    "kernel/contract/validators",
    "kernel/canonical",
    "kernel/diagnostics",
    ...more,
  ];
}
