/** A value and how often it occurs. */
export interface ValueCount<T> {
  readonly value: T;
  readonly count: number;
}

/**
 * Puts a value among the most frequent ones, behind earlier ones of its count.
 * @param top most frequent first; changed
 * @param next the value
 * @param most how many to keep
 * @returns the count that a further value must exceed to be kept
 */
export function keepTop<T>(top: ValueCount<T>[], next: ValueCount<T>, most: number): number {
  let at = top.length;
  while (at > 0 && top[at - 1]!.count < next.count) at--;
  top.splice(at, 0, next);
  if (top.length > most) top.pop();
  return top.length < most ? 0 : top.at(-1)?.count ?? Infinity;
}
