/** One thing to time, and what it is compared to. */
export interface BenchCase {
  readonly name: string;
  /** Name of the case its ratio is to; the first case when absent. */
  readonly against?: string;
  /** Largest ratio we are content with. */
  readonly at_most?: number;
  /** Does the work once. */
  run(): Promise<void>;
}

/** A case's times and its ratio to what it is compared to. */
export interface Measured {
  readonly name: string;
  readonly median_ms: number;
  readonly min_ms: number;
  readonly max_ms: number;
  /** Median over the rounds of this case's time by the other's in the same round. */
  readonly ratio: number;
  readonly at_most: number | null;
}

/**
 * Times cases in turn, one round after another, after one round that is not counted.
 * @param cases at least one; the first is the default to compare to
 * @param rounds at least 1
 */
export async function measureInTurn(
  cases: readonly BenchCase[],
  rounds: number,
): Promise<Measured[]> {
  const times = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const { name, run } of cases) {
      const start = performance.now();
      await run();
      if (round >= 0) times.get(name)!.push(performance.now() - start);
    }
  }
  return cases.map(({ name, against, at_most }) => {
    const own = times.get(name)!;
    const other = times.get(against ?? cases[0]!.name)!;
    return {
      name,
      median_ms: median(own),
      min_ms: Math.min(...own),
      max_ms: Math.max(...own),
      ratio: median(own.map((time, round) => time / other[round]!)),
      at_most: at_most ?? null,
    };
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
