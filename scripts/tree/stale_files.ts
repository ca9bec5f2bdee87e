import { discoverPlugins } from "../../kernel/registry/discover.ts";
import { PluginProblemsError } from "../../kernel/registry/errors.ts";
import { formatProblems } from "../../kernel/registry/format_problems.ts";
import { prepareBundles } from "../../kernel/registry/prepare_bundles.ts";
import { builtinLock, trustFileText } from "../../kernel/registry/trust.ts";
import { staleGenerated } from "../build_validators.ts";
import type { TreeProblem } from "./source_file.ts";

/** Files that every plugin's folder has. */
const FILE_SET = [
  "plugin.yaml",
  "plugin.ts",
  "config.schema.json",
  "output.schema.json",
  "README.md",
] as const;

/**
 * Finds plugin folders that lack a file of the set.
 * @param projectDir absolute path of the project
 */
export function incompletePlugins(projectDir: string): TreeProblem[] {
  const problems: TreeProblem[] = [];
  for (const { name, isDirectory } of Deno.readDirSync(`${projectDir}/plugins`)) {
    if (!isDirectory || name.startsWith("_") || name.startsWith(".")) continue;
    const inside = new Set(
      [...Deno.readDirSync(`${projectDir}/plugins/${name}`)].map((entry) => entry.name),
    );
    for (const file of FILE_SET) {
      if (inside.has(file)) continue;
      problems.push({ file: `plugins/${name}`, line: 0, message: `lacks ${file}` });
    }
  }
  return problems;
}

/**
 * Finds committed files that no longer follow from their sources: generated code, plugins.lock.
 * @param projectDir absolute path of the project
 */
export async function staleFiles(projectDir: string): Promise<TreeProblem[]> {
  const problems = (await staleGenerated(projectDir)).map((file) => ({
    file,
    line: 0,
    message: "is stale: run deno run -A scripts/build_validators.ts",
  }));
  return [...problems, ...await staleLock(projectDir)];
}

async function staleLock(projectDir: string): Promise<TreeProblem[]> {
  const { plugins, problems } = await discoverPlugins([
    { path: `${projectDir}/plugins`, origin: "builtin" },
  ]);
  if (problems.length > 0) return [unusable(formatProblems(problems, { color: false }))];
  // Not below /tmp: the check may write in appdata only.
  Deno.mkdirSync(`${projectDir}/appdata`, { recursive: true });
  const cache = Deno.makeTempDirSync({ dir: `${projectDir}/appdata`, prefix: "check_tree_" });
  try {
    const bundles = await prepareBundles(plugins, {
      cache_dir: cache,
      project_dir: projectDir,
      deno_path: Deno.execPath(),
    });
    const wanted = trustFileText(builtinLock(plugins, bundles));
    if (textOrEmpty(`${projectDir}/plugins.lock`) === wanted) return [];
    const message = "is stale: look at what changed, then run harness plugins trust --builtin";
    return [{ file: "plugins.lock", line: 0, message }];
  } catch (error) {
    if (error instanceof PluginProblemsError) return [unusable(error.frames({ color: false }))];
    throw error;
  } finally {
    Deno.removeSync(cache, { recursive: true });
  }
}

function unusable(listing: string): TreeProblem {
  return { file: "plugins", line: 0, message: `has problems\n${listing}` };
}

function textOrEmpty(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
