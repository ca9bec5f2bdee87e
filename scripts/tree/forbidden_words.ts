import { lineAt, type SourceFile, type TreeProblem, withoutComments } from "./source_file.ts";

/** Tasks of developers, which no user's data passes through. */
const DEVELOPER_TASK = /^(?:test|bench|ok|build|check|fmt|lint)\b/;

const PERMISSIONS: readonly (readonly [RegExp, string])[] = [
  [/--allow-all\b/g, "--allow-all grants everything"],
  [/(?<![\w-])-A(?![\w-])/g, "-A grants everything"],
  [/--allow-(?:net|run|write|read|env|ffi|sys|import)(?=["'`\s]|$)/g, "a bare grant has no bounds"],
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

/** Grants that have no bounds, each with its reason. */
const UNBOUNDED: readonly { readonly path: string; readonly text: string }[] = [
  {
    // What the developer override gives to a plugin that declares the network: off by default,
    // said aloud and recorded.
    path: "kernel/sandbox/command_line.ts",
    text: '...(spec.network === true ? ["--allow-net"] : []),',
  },
  {
    // Of an environment that holds only what is set beside it.
    path: "kernel/registry/run_bundler.ts",
    text: '"--allow-env",',
  },
];

/**
 * Finds grants without bounds in code that builds command lines.
 * @param file any source of the kernel
 */
export function unboundedGrants(file: SourceFile): TreeProblem[] {
  const text = UNBOUNDED.filter(({ path }) => path === file.path)
    .reduce((left, known) => left.replace(known.text, ""), file.text);
  return find(withoutComments(text), PERMISSIONS)
    .map((problem) => ({ file: file.path, ...problem }));
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
