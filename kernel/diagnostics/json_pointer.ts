/** A place in a JSON value (RFC 6901, doi:10.17487/RFC6901): "" is the whole, "/a/0" the first of a. */
export type JsonPointer = string;

/**
 * Pointer to a member of what `pointer` points to.
 * @param pointer the object or array
 * @param key its key or index
 */
export function joinPointer(pointer: JsonPointer, key: string | number): JsonPointer {
  return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Keys and indices on the way from the root, unescaped. */
export function splitPointer(pointer: JsonPointer): string[] {
  if (pointer === "") return [];
  return pointer.slice(1).split("/").map((part) =>
    part.replaceAll("~1", "/").replaceAll("~0", "~")
  );
}

/**
 * The value a pointer leads to; only own members are followed.
 * @returns undefined when the way ends before
 */
export function valueAt(root: unknown, pointer: JsonPointer): unknown {
  let value = root;
  for (const key of splitPointer(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
