import type { Manifest } from "../contract/manifest.ts";
import { validateManifest, validatePluginSchema } from "../contract/validators.ts";
import type { ValidationProblem } from "../diagnostics/describe_violations.ts";
import { SourceError } from "../diagnostics/errors.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { checkPluginSchema, SCHEMA_LIMITS } from "./check_plugin_schema.ts";
import type { DiscoveredPlugin, PluginOrigin } from "./discovered_plugin.ts";
import { findingIdentity } from "./finding_identity.ts";
import { fingerprintFiles } from "./fingerprint.ts";
import type { ManifestCache } from "./manifest_cache.ts";
import type { PluginSchema } from "./measure_schema.ts";
import type { ProblemCollector } from "./manifest_problem.ts";
import { parseStrictJson } from "./parse_strict_json.ts";
import { type PluginFile, readPluginFolder } from "./read_plugin_folder.ts";

const MANIFEST = "plugin.yaml";
const MAX_MANIFEST = 64 * 1024;

/** What to do about a keyword that a plugin's schema may not use. */
const SCHEMA_FIXES: Readonly<Record<string, string>> = {
  default: "put defaults into settings.defaults of plugin.yaml",
  pattern: "list the values with enum, or check the text in the plugin",
  patternProperties: "use additionalProperties",
  format: "remove it: the plugin checks the text itself",
  $id: "remove it",
  $comment: "use description",
  definitions: "write $defs",
  unevaluatedProperties: "use additionalProperties: false",
  unevaluatedItems: "use items: false",
  dependentSchemas: "use if and then",
  examples: "put examples into the description",
};

/**
 * Reads and checks one plugin's folder.
 * @param collector names the folder and takes the problems
 * @param cache manifests of folders that had none
 * @param allowNetwork true under `--allow-network-dev`
 * @returns null when there are problems
 */
export async function checkPlugin(
  collector: ProblemCollector,
  origin: PluginOrigin,
  cache: ManifestCache,
  allowNetwork: boolean,
): Promise<DiscoveredPlugin | null> {
  const files = readPluginFolder(collector.folder, collector);
  const fingerprint = await fingerprintFiles(files);
  const cached = collector.problems.length === 0 ? cache.get(fingerprint) : undefined;
  if (cached !== undefined) {
    const plugin = await fromCache(cached, collector, origin, files, fingerprint);
    if (plugin !== null && (allowNetwork || plugin.manifest.sandbox.no_network)) {
      cache.keep(fingerprint, cached);
      return plugin;
    }
  }
  const source = textOf(files, MANIFEST, collector);
  const manifest = source === null ? null : await readManifest(source, collector);
  if (manifest === null || source === null) return null;
  await checkManifest(manifest, source, files, collector, allowNetwork);
  const config = await readSchema(manifest.config_schema, "config", files, collector);
  const output = await readSchema(manifest.output_schema, "output", files, collector);
  if (collector.problems.length > 0 || config === null || output === null) return null;
  cache.keep(fingerprint, manifest);
  return discovered(manifest, config, output, collector, origin, files, fingerprint);
}

function discovered(
  manifest: Manifest,
  config: PluginSchema,
  output: PluginSchema,
  collector: ProblemCollector,
  origin: PluginOrigin,
  files: readonly PluginFile[],
  fingerprint: string,
): DiscoveredPlugin {
  return {
    id: manifest.id,
    origin,
    folder: collector.folder,
    manifest,
    config_schema: config,
    output_schema: output,
    identity: findingIdentity(output).identity,
    files,
    fingerprint,
  };
}

/** A folder known to be without problems; null when what the cache says cannot be true. */
async function fromCache(
  cached: unknown,
  collector: ProblemCollector,
  origin: PluginOrigin,
  files: readonly PluginFile[],
  fingerprint: string,
): Promise<DiscoveredPlugin | null> {
  if ((await validateManifest(cached)).length > 0) return null;
  const manifest = cached as Manifest;
  const config = jsonOf(files, manifest.config_schema);
  const output = jsonOf(files, manifest.output_schema);
  if (config === null || output === null || manifest.id !== collector.plugin) return null;
  return discovered(manifest, config, output, collector, origin, files, fingerprint);
}

async function readManifest(text: string, collector: ProblemCollector): Promise<Manifest | null> {
  const { parseYamlSource } = await import("../diagnostics/yaml_source.ts");
  let value: unknown;
  try {
    value = parseYamlSource(text, MANIFEST, { max_length: MAX_MANIFEST }).value;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    collector.addSyntax(error, MANIFEST);
    return null;
  }
  const violations = await validateManifest(value);
  await collector.addViolations(
    (problem) =>
      problem.message.startsWith("unknown key") ? "E_MANIFEST_UNKNOWN_KEY" : "E_MANIFEST_INVALID",
    MANIFEST,
    text,
    violations,
  );
  return violations.length > 0 ? null : value as Manifest;
}

async function checkManifest(
  manifest: Manifest,
  text: string,
  files: readonly PluginFile[],
  collector: ProblemCollector,
  allowNetwork: boolean,
): Promise<void> {
  const at = (pointer: string) => ({ pointer, at: "value" as const });
  if (manifest.id !== collector.plugin) {
    await collector.addInFile(
      "E_MANIFEST_ID",
      MANIFEST,
      text,
      at("/id"),
      `the id "${manifest.id}" is not the folder's name "${collector.plugin}"`,
      `write "${collector.plugin}", or rename the folder`,
    );
  }
  const paths = files.map((file) => file.path);
  for (const key of ["entrypoint", "config_schema", "output_schema"] as const) {
    if (paths.includes(manifest[key])) continue;
    const meant = nearest(manifest[key], paths);
    await collector.addInFile(
      "E_PLUGIN_FILE",
      MANIFEST,
      text,
      at(`/${key}`),
      `${key} names "${manifest[key]}", which is not in the folder`,
      meant === undefined ? "add the file" : `write "${meant}"`,
    );
  }
  if (!paths.includes("README.md")) {
    collector.add(
      "E_PLUGIN_FILE",
      "",
      "has no README.md",
      "say what the plugin finds, when not to trust it, and its paper",
    );
  }
  if (!manifest.sandbox.no_network && !allowNetwork) {
    await collector.addInFile(
      "E_NETWORK_DECLARED",
      MANIFEST,
      text,
      at("/sandbox/no_network"),
      "the plugin wants the network, which the harness does not give",
      "write true (or start the kernel with --allow-network-dev, for development only)",
    );
  }
}

async function readSchema(
  path: string,
  use: "config" | "output",
  files: readonly PluginFile[],
  collector: ProblemCollector,
): Promise<PluginSchema | null> {
  if (!files.some((file) => file.path === path)) return null;
  const text = textOf(files, path, collector);
  if (text === null) return null;
  if (text.length > SCHEMA_LIMITS.length) {
    collector.add("E_PLUGIN_SCHEMA", path, `is longer than ${SCHEMA_LIMITS.length} characters`);
    return null;
  }
  const parsed = parseStrictJson(text);
  if ("problem" in parsed) {
    const { message, fix } = parsed.problem;
    collector.addAt("E_MANIFEST_SYNTAX", path, parsed.problem, message, fix);
    return null;
  }
  const { value } = parsed;
  let violations: ValidationProblem[] = (await validatePluginSchema(value)).map(explainKeyword);
  if (violations.length === 0) violations = checkPluginSchema(value as PluginSchema, use);
  await collector.addViolations("E_PLUGIN_SCHEMA", path, text, violations);
  return violations.length > 0 ? null : value as PluginSchema;
}

function explainKeyword(violation: ValidationProblem): ValidationProblem {
  const key = /^unknown key "(.*)"$/.exec(violation.message)?.[1];
  if (key === undefined) return violation;
  const fix = Object.hasOwn(SCHEMA_FIXES, key) ? SCHEMA_FIXES[key]! : violation.fix;
  return { ...violation, message: `unknown key "${key}": plugins' schemas may not use it`, fix };
}

function textOf(
  files: readonly PluginFile[],
  path: string,
  collector: ProblemCollector,
): string | null {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(file.bytes);
  } catch {
    collector.add("E_MANIFEST_SYNTAX", path, "is not UTF-8 text", "save it as UTF-8");
    return null;
  }
}

function jsonOf(files: readonly PluginFile[], path: string): PluginSchema | null {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) return null;
  try {
    return JSON.parse(new TextDecoder().decode(file.bytes));
  } catch {
    return null;
  }
}
