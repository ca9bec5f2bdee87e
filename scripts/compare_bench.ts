import type { Measured } from "./measure_in_turn.ts";

/** A case whose ratio is worse than it was. */
export interface Regression {
  readonly name: string;
  readonly before: number;
  readonly now: number;
}

/** Ratios of two runs of one machine differ by this much without anything having changed. */
const TOLERANCE = 1.25;

/**
 * Cases that became slower against what each is compared to. Ratios are compared, never times:
 * the machine may be another one.
 * @param before measured earlier
 * @param now measured now; cases that only one has are passed over
 */
export function regressions(
  before: readonly Pick<Measured, "name" | "ratio">[],
  now: readonly Pick<Measured, "name" | "ratio">[],
): readonly Regression[] {
  const earlier = new Map(before.map(({ name, ratio }) => [name, ratio]));
  return now.flatMap(({ name, ratio }) => {
    const was = earlier.get(name);
    return was !== undefined && !(ratio <= was * TOLERANCE)
      ? [{ name, before: was, now: ratio }]
      : [];
  });
}
