/** Steps of a dotted path: `evidence.row_ranges.0.start`; `\.` is a dot inside a key. */
export type DottedPath = string;

/**
 * The keys of a path, or undefined when one of them is empty.
 * @param path as in a truth file
 */
export function splitPath(path: DottedPath): string[] | undefined {
  const steps = [""];
  for (let i = 0; i < path.length; i++) {
    const character = path[i]!;
    if (character === "\\" && path[i + 1] === ".") {
      steps[steps.length - 1] += ".";
      i++;
    } else if (character === ".") {
      steps.push("");
    } else {
      steps[steps.length - 1] += character;
    }
  }
  return steps.includes("") ? undefined : steps;
}

/** A key as one step of a dotted path. */
export function pathStep(key: string): DottedPath {
  return key.replaceAll(".", "\\.");
}

/**
 * What a path leads to: own members of objects, items of arrays by number, and `length` of arrays.
 * @returns undefined when the way ends before
 */
export function valueAtPath(root: unknown, path: DottedPath): unknown {
  let value = root;
  for (const step of splitPath(path) ?? [path]) {
    if (Array.isArray(value)) {
      value = step === "length" ? value.length : /^\d{1,9}$/.test(step) ? value[+step] : undefined;
    } else if (typeof value === "object" && value !== null && Object.hasOwn(value, step)) {
      value = (value as Record<string, unknown>)[step];
    } else {
      return undefined;
    }
  }
  return value;
}
