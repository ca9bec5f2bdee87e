/** A source file of the project. */
export interface SourceFile {
  /** Relative to the project, POSIX separators. */
  readonly path: string;
  readonly text: string;
}

/** One thing that is wrong with the tree. */
export interface TreeProblem {
  readonly file: string;
  /** 1-based; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}

/**
 * Reads all TypeScript and JavaScript of some folders.
 * @param projectDir absolute path of the project
 * @param folders relative to it; absent ones are skipped
 * @param generated whether generated code is read too
 */
export function readSources(
  projectDir: string,
  folders: readonly string[],
  generated = false,
): SourceFile[] {
  const files: SourceFile[] = [];
  function visit(folder: string): void {
    let entries: Deno.DirEntry[];
    try {
      entries = [...Deno.readDirSync(`${projectDir}/${folder}`)];
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      throw error;
    }
    for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
      const path = `${folder}/${name}`;
      if (isDirectory) {
        if (generated || name !== "generated") visit(path);
      } else if (/\.(?:ts|tsx|js|mjs)$/.test(name)) {
        files.push({ path, text: Deno.readTextFileSync(`${projectDir}/${path}`) });
      }
    }
  }
  for (const folder of folders) visit(folder);
  return files;
}

/** True for tests and for what only tests use. */
export function isTest(path: string): boolean {
  return path.endsWith("_test.ts") || path.includes("/testing/");
}

/**
 * A source without comments, line breaks kept, so that prose about a forbidden thing is allowed.
 * Good enough for formatted code: a regular expression with a lone quote ends at its line.
 */
export function withoutComments(text: string): string {
  const token =
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(
    token,
    (whole, string: string | undefined) => string ?? whole.replace(/[^\n]/g, ""),
  );
}

/** 1-based line of an index into a text. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
