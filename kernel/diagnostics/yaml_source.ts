import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from "./generated/yaml.js";
import { SourceError, type SourceProblem } from "./errors.ts";
import { type JsonPointer, splitPointer } from "./json_pointer.ts";

/** Bounds on a file of unknown origin. */
export interface SourceLimits {
  /** Longest file in UTF-16 units; default 1 MiB. */
  readonly max_length?: number;
}

/** A place in a file, both 1-based; columns in UTF-16 units. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

const MAX_LENGTH = 1024 * 1024;
const MAX_DEPTH = 64;
/** Values after aliases are expanded; a bomb of nine aliases of nine aliases passes a million. */
const MAX_VALUES = 200_000;
const MAX_ALIASES = 100;
/** Problems of one file that are collected; a binary file would give thousands. */
const MAX_PROBLEMS = 20;

/**
 * Reads one YAML 1.2 document (core schema) or JSON text, strictly: duplicate keys, several
 * documents, tags, keys that are no strings or named `__proto__`, integers beyond 2^53, `.nan` and
 * `.inf`, cyclic or exploding aliases, and anything over the bounds is refused.
 * @param text the file
 * @param file its name as messages should show it
 * @throws SourceError with every problem's line and column (`E_SOURCE_SYNTAX`,
 *   `E_SOURCE_DUPLICATE_KEY`, `E_SOURCE_VALUE`, `E_SOURCE_LIMIT`)
 */
export function parseYamlSource(text: string, file: string, limits: SourceLimits = {}): YamlSource {
  return new YamlSource(text, file, limits.max_length ?? MAX_LENGTH);
}

/** A parsed file that knows where each of its values stands. */
export class YamlSource {
  readonly file: string;
  /** Plain data: null, booleans, finite numbers, strings, arrays, plain objects. */
  readonly value: unknown;
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;
  readonly #problems: SourceProblem[] = [];
  #values = 0;
  #aliases = 0;

  constructor(text: string, file: string, maxLength: number) {
    this.file = file;
    this.#text = text;
    this.#lines.addNewLine(0);
    if (text.length > maxLength) {
      this.#refuse("E_SOURCE_LIMIT", 0, `the file is longer than ${maxLength} characters`);
      throw new SourceError(this.#problems);
    }
    this.#document = this.#parse();
    if (this.#problems.length > 0) throw new SourceError(this.#problems);
    this.value = this.#toValue(this.#document.contents, 0, []);
    if (this.#problems.length > 0) throw new SourceError(this.#problems);
  }

  /**
   * Where a value stands.
   * @param pointer what to find; when it is not in the file, its nearest ancestor is taken
   * @param part `value`, or the `key` it is under (for a value that has one)
   */
  locate(pointer: JsonPointer, part: "key" | "value" = "value"): SourcePosition {
    return this.#position(this.#find(pointer, part).offset);
  }

  /** A scalar as it is written in the file (`0710.3742`), or null where `pointer` leads to none. */
  rawScalar(pointer: JsonPointer): string | null {
    const { node, exact } = this.#find(pointer, "value");
    return exact && isScalar(node) && node.range
      ? this.#text.slice(node.range[0], node.range[1])
      : null;
  }

  /** Text of a 1-based line without its end; null where there is no such line. */
  lineText(line: number): string | null {
    const start = this.#lines.lineStarts[line - 1];
    if (start === undefined) return null;
    const end = this.#text.indexOf("\n", start);
    return this.#text.slice(start, end < 0 ? undefined : end).replace(/\r$/, "");
  }

  #parse(): Document.Parsed {
    this.#lines.lineStarts.length = 0;
    let document: Document.Parsed;
    try {
      document = parseDocument(this.#text, {
        lineCounter: this.#lines,
        prettyErrors: false,
        stringKeys: true,
        merge: false,
        resolveKnownTags: false,
        // The library's own check compares every key with every other.
        uniqueKeys: false,
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#lines.addNewLine(0);
      this.#refuse("E_SOURCE_LIMIT", 0, "the file is nested too deeply");
      throw new SourceError(this.#problems);
    }
    if (this.#lines.lineStarts.length === 0) this.#lines.addNewLine(0);
    for (const problem of [...document.errors, ...document.warnings]) {
      const what = problem.code === "MULTIPLE_DOCS"
        ? "the file holds more than one document"
        : problem.code === "TAG_RESOLVE_FAILED"
        ? "tags are not supported"
        : lowerFirst(problem.message.split("\n")[0]!);
      this.#refuse(
        problem.code === "RESOURCE_EXHAUSTION" ? "E_SOURCE_LIMIT" : "E_SOURCE_SYNTAX",
        problem.pos[0],
        what,
        problem.code === "TAB_AS_INDENT" ? "indent with spaces" : "",
      );
    }
    return document;
  }

  #toValue(node: unknown, depth: number, above: readonly unknown[]): unknown {
    if (++this.#values > MAX_VALUES || depth > MAX_DEPTH) {
      this.#refuse(
        "E_SOURCE_LIMIT",
        offsetOf(node),
        depth > MAX_DEPTH
          ? `values are nested deeper than ${MAX_DEPTH}`
          : `the file expands to more than ${MAX_VALUES} values`,
      );
      throw new SourceError(this.#problems);
    }
    if (isAlias(node)) return this.#aliasValue(node, depth, above);
    if (isMap(node)) {
      const out: Record<string, unknown> = {};
      for (const pair of node.items) {
        const key = this.#key(pair.key, out);
        const value = this.#toValue(pair.value, depth + 1, [...above, node]);
        if (key !== null) out[key] = value;
      }
      return out;
    }
    if (isSeq(node)) {
      return node.items.map((item) => this.#toValue(item, depth + 1, [...above, node]));
    }
    if (!isScalar(node)) return null;
    const { value } = node;
    if (typeof value === "number" && !isExact(value, node.source ?? "")) {
      this.#refuse(
        "E_SOURCE_VALUE",
        offsetOf(node),
        `the number ${node.source ?? value} cannot be kept exactly`,
        "put it in quotes to keep it as text",
      );
    }
    return value;
  }

  #aliasValue(node: Node, depth: number, above: readonly unknown[]): unknown {
    const target = isAlias(node) ? node.resolve(this.#document) : undefined;
    const wrong = target === undefined
      ? "the alias has no anchor"
      : above.includes(target)
      ? "the alias contains itself"
      : ++this.#aliases > MAX_ALIASES
      ? `more than ${MAX_ALIASES} aliases`
      : null;
    if (wrong !== null) {
      const code = target === undefined ? "E_SOURCE_SYNTAX" : "E_SOURCE_LIMIT";
      this.#refuse(code, offsetOf(node), wrong, "write the value out");
      throw new SourceError(this.#problems);
    }
    return this.#toValue(target, depth + 1, above);
  }

  /** The key to store under, or null after refusing it. */
  #key(node: unknown, seen: Readonly<Record<string, unknown>>): string | null {
    const key = isScalar(node) ? node.value : null;
    if (typeof key !== "string") {
      this.#refuse("E_SOURCE_SYNTAX", offsetOf(node), "a key must be plain text");
      return null;
    }
    if (key === "__proto__") {
      this.#refuse("E_SOURCE_VALUE", offsetOf(node), "a key may not be named __proto__");
      return null;
    }
    if (Object.hasOwn(seen, key)) {
      this.#refuse(
        "E_SOURCE_DUPLICATE_KEY",
        offsetOf(node),
        `the key ${JSON.stringify(key.slice(0, 100))} is already there`,
        "remove one of the two",
      );
      return null;
    }
    return key;
  }

  #find(
    pointer: JsonPointer,
    part: "key" | "value",
  ): { node: unknown; offset: number; exact: boolean } {
    let node: unknown = this.#document.contents;
    let offset = offsetOf(node);
    for (const step of splitPointer(pointer)) {
      if (isAlias(node)) node = node.resolve(this.#document);
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
        if (pair === undefined) return { node, offset, exact: false };
        node = pair.value;
        const key = offsetOf(pair.key);
        offset = part === "key" ? key : offsetOf(node, key);
      } else if (isSeq(node) && node.items[Number(step)] !== undefined) {
        node = node.items[Number(step)];
        offset = offsetOf(node, offset);
      } else {
        return { node, offset, exact: false };
      }
    }
    return { node, offset, exact: true };
  }

  #position(offset: number): SourcePosition {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  #refuse(code: string, offset: number, message: string, fix = ""): void {
    if (this.#problems.length >= MAX_PROBLEMS) return;
    const { line, column } = this.#position(offset);
    this.#problems.push({
      code,
      file: this.file,
      line,
      column,
      message,
      fix,
      source_line: this.lineText(line),
    });
  }
}

function offsetOf(node: unknown, otherwise = 0): number {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? otherwise;
}

/** Whether a number is what its text says: finite, and a safe integer where it is written as one. */
function isExact(value: number, source: string): boolean {
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !/^[-+]?\d+$/.test(source));
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
