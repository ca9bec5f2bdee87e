import {
  isTest,
  lineAt,
  type SourceFile,
  type TreeProblem,
  withoutComments,
} from "./source_file.ts";

/** Tasks of developers, which no user's data passes through. */
const DEVELOPER_TASK = /^(?:test|bench|ok|build|check|fmt|lint)\b/;

const PERMISSIONS: readonly (readonly [RegExp, string])[] = [
  [/--allow-all\b/g, "--allow-all grants everything"],
  [/(?<![\w-])-A(?![\w-])/g, "-A grants everything"],
  [/--allow-(?:net|run|write|read|env|ffi|sys|import)(?![\w=-])/g, "a bare grant has no bounds"],
];

const CODE: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.$])eval\s*\(/g, "eval runs text as code"],
  [/(?<![\w.$])(?:new\s+)?Function\s*\(/g, "Function runs text as code"],
  [/\bset(?:Timeout|Interval)\s*\(\s*["'`]/g, "a timer with text runs it as code"],
  [/\bCommand\s*\(\s*["'`](?:[^"'`]*\/)?(?:sh|bash|dash|zsh|cmd|powershell)["'`]/g, "no shell"],
];

/**
 * Finds grants without bounds in the tasks that users run.
 * @param denoJson text of deno.json
 */
export function unboundedTasks(denoJson: string): TreeProblem[] {
  const tasks: Record<string, unknown> = JSON.parse(denoJson).tasks ?? {};
  return Object.entries(tasks).flatMap(([name, task]) => {
    if (DEVELOPER_TASK.test(name)) return [];
    const command = typeof task === "string" ? task : JSON.stringify(task);
    return find(command, PERMISSIONS).map(({ message }) => ({
      file: "deno.json",
      line: lineAt(denoJson, denoJson.indexOf(JSON.stringify(name))),
      message: `task ${name}: ${message}`,
    }));
  });
}

/**
 * The one grant that has no bounds: what the developer override gives to a plugin that declares
 * the network. It is off by default, said aloud and recorded.
 */
const DEVELOPER_OVERRIDE = {
  path: "kernel/sandbox/command_line.ts",
  text: '...(spec.network === true ? ["--allow-net"] : []),',
};

/**
 * Finds grants without bounds in code that builds command lines.
 * @param file such as kernel/launch.ts
 */
export function unboundedGrants(file: SourceFile): TreeProblem[] {
  const text = file.path === DEVELOPER_OVERRIDE.path
    ? file.text.replace(DEVELOPER_OVERRIDE.text, "")
    : file.text;
  return find(withoutComments(text), PERMISSIONS)
    .map((problem) => ({ file: file.path, ...problem }));
}

/**
 * Finds code that runs text as code, or starts a shell.
 * @param files sources of kernel/, ui/ and plugins/; tests are left out
 */
export function textAsCode(files: readonly SourceFile[]): TreeProblem[] {
  return files.filter(({ path }) => !isTest(path)).flatMap(({ path, text }) =>
    find(withoutComments(text), CODE).map((problem) => ({ file: path, ...problem }))
  );
}

function find(
  text: string,
  patterns: readonly (readonly [RegExp, string])[],
): { line: number; message: string }[] {
  return patterns.flatMap(([pattern, why]) =>
    [...text.matchAll(pattern)].map((match) => ({
      line: lineAt(text, match.index),
      message: `"${match[0].trim()}": ${why}`,
    }))
  );
}
