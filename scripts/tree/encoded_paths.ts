import { lineAt, type SourceFile, type TreeProblem, withoutComments } from "./source_file.ts";

const PATHNAME = /import\.meta\.url\)\.pathname/g;

/**
 * Finds paths taken from a URL, in which a space or an umlaut is percent-encoded: such code works
 * until the project lies in a folder of that kind.
 * @param sources any sources, tests too
 */
export function encodedPaths(sources: readonly SourceFile[]): TreeProblem[] {
  return sources.flatMap(({ path, text }) => {
    const code = withoutComments(text);
    return [...code.matchAll(PATHNAME)].map(({ index }) => ({
      file: path,
      line: lineAt(code, index),
      message: "a URL's pathname is percent-encoded: begin with import.meta.dirname",
    }));
  });
}
