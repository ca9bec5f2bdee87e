/**
 * Checks what no compiler checks: that imports point one way, that every plugin has its files, that
 * generated code and plugins.lock follow from their sources, that no task or command line grants
 * more than it names, that no text is run as code, and no URL taken for a path. Part of `deno task ok`.
 */
import { encodedPaths } from "./tree/encoded_paths.ts";
import { importArrows } from "./tree/import_arrows.ts";
import { unboundedGrants, unboundedTasks } from "./tree/forbidden_words.ts";
import { isTest, readSources, type TreeProblem } from "./tree/source_file.ts";
import { incompletePlugins, staleFiles } from "./tree/stale_files.ts";
import { textAsCode } from "./tree/text_as_code.ts";

/**
 * All problems of the tree.
 * @param projectDir absolute path of the project
 */
export async function checkTree(projectDir: string): Promise<TreeProblem[]> {
  const folders = ["kernel", "plugins", "ui"];
  const sources = readSources(projectDir, folders);
  const denoJson = Deno.readTextFileSync(`${projectDir}/deno.json`);
  const npmNames = new Set(Object.keys(JSON.parse(denoJson).imports ?? {}));
  return [
    ...importArrows(sources, npmNames),
    ...incompletePlugins(projectDir),
    ...unboundedTasks(denoJson),
    ...sources.filter(({ path }) => /^(?:kernel|ui)\//.test(path) && !isTest(path))
      .flatMap(unboundedGrants),
    ...encodedPaths(readSources(projectDir, [...folders, "scripts", "tests"], true)),
    ...textAsCode(readSources(projectDir, folders, true)),
    ...await staleFiles(projectDir),
  ];
}

if (import.meta.main) {
  const projectDir = Deno.realPathSync(`${import.meta.dirname}/..`);
  const problems = await checkTree(projectDir);
  for (const { file, line, message } of problems) {
    console.error(`${file}${line > 0 ? `:${line}` : ""}: ${message}`);
  }
  Deno.exit(problems.length === 0 ? 0 : 1);
}
