/**
 * Pairs expected with found row numbers, each with at most one of the other, as many pairs as
 * there can be.
 * @param expected row numbers, ascending, no two equal
 * @param found row numbers, ascending
 * @param margin rows that a pair may be apart
 * @returns for each expected row the found one it is paired with, or undefined
 */
export function matchRows(
  expected: readonly number[],
  found: readonly number[],
  margin: number,
): (number | undefined)[] {
  const pairs: (number | undefined)[] = new Array(expected.length).fill(undefined);
  // All intervals are equally wide, so taking the earliest that fits never costs a pair.
  for (let e = 0, f = 0; e < expected.length && f < found.length;) {
    const apart = found[f]! - expected[e]!;
    if (apart < -margin) f++;
    else if (apart > margin) e++;
    else pairs[e++] = found[f++]!;
  }
  return pairs;
}
