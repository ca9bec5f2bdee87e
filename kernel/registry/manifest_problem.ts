import type { CodeFrame } from "../diagnostics/code_frame.ts";
import type { ValidationProblem } from "../diagnostics/describe_violations.ts";
import { SourceError } from "../diagnostics/errors.ts";
import type { YamlSource } from "../diagnostics/yaml_source.ts";

/** One thing wrong with one plugin, with its place. */
export interface ManifestProblem extends CodeFrame {
  /** Name of the plugin's folder. */
  readonly plugin: string;
  readonly code: string;
  readonly fix: string;
  readonly source_line: string | null;
}

/** Collects the problems of one plugin; parses a file for positions only when there is a problem. */
export class ProblemCollector {
  readonly plugin: string;
  readonly folder: string;
  readonly problems: ManifestProblem[] = [];
  readonly #sources = new Map<string, YamlSource | null>();

  /**
   * @param plugin name of its folder
   * @param folder path of that folder, as messages show it
   */
  constructor(plugin: string, folder: string) {
    this.plugin = plugin;
    this.folder = folder;
  }

  /** A problem of a file as a whole, or of the folder (`path` empty). */
  add(code: string, path: string, message: string, fix = ""): void {
    this.problems.push({
      plugin: this.plugin,
      code,
      file: path === "" ? this.folder : `${this.folder}/${path}`,
      line: 0,
      column: 0,
      message,
      fix,
      source_line: null,
    });
  }

  /** A problem at a line and column (both 1-based). */
  addAt(
    code: string,
    path: string,
    place: { line: number; column: number; source_line: string | null },
    message: string,
    fix = "",
  ): void {
    this.problems.push({
      plugin: this.plugin,
      code,
      file: `${this.folder}/${path}`,
      line: place.line,
      column: place.column,
      source_line: place.source_line,
      message,
      fix,
    });
  }

  /**
   * A problem of a key or value of a YAML or JSON file.
   * @param text the file
   */
  async addInFile(
    code: string,
    path: string,
    text: string,
    where: { readonly pointer: string; readonly at: "key" | "value" },
    message: string,
    fix = "",
  ): Promise<void> {
    const source = await this.#source(path, text);
    if (source === null) return this.add(code, path, message, fix);
    const { line, column } = source.locate(where.pointer, where.at);
    this.addAt(
      code,
      path,
      { line, column, source_line: source.lineText(line) },
      message,
      fix === "" ? quotedNumber(source, where.pointer, message) : fix,
    );
  }

  /** What a validator found in a YAML or JSON file. */
  async addViolations(
    code: string | ((problem: ValidationProblem) => string),
    path: string,
    text: string,
    violations: readonly ValidationProblem[],
    prefix = "",
  ): Promise<void> {
    for (const violation of violations) {
      const pointer = prefix + violation.pointer;
      const subject = violation.message.startsWith("unknown key") || pointer === ""
        ? ""
        : `${pointer} `;
      await this.addInFile(
        typeof code === "string" ? code : code(violation),
        path,
        text,
        { pointer, at: violation.at },
        `${subject}${violation.message}`,
        violation.fix,
      );
    }
  }

  /** Problems of a file that could not be parsed, under a code of this area. */
  addSyntax(error: SourceError, path: string): void {
    for (const problem of error.problems) {
      this.addAt("E_MANIFEST_SYNTAX", path, problem, problem.message, problem.fix);
    }
  }

  async #source(path: string, text: string): Promise<YamlSource | null> {
    let source = this.#sources.get(path);
    if (source === undefined) {
      const { parseYamlSource } = await import("../diagnostics/yaml_source.ts");
      try {
        source = parseYamlSource(text, path);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        source = null;
      }
      this.#sources.set(path, source);
    }
    return source;
  }
}

/** `arxiv: 0710.3742` is a number to YAML: say how to keep it as it was written. */
function quotedNumber(source: YamlSource, pointer: string, message: string): string {
  if (!message.includes("must be text, not")) return "";
  const raw = source.rawScalar(pointer);
  return raw === null || raw === "" ? "" : `write it in quotes: "${raw}"`;
}
