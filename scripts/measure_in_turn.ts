/** What a case cost, where it knows better than the clock around it. */
export interface BenchCost {
  readonly wall_ms: number;
  /** Of all its processes. */
  readonly cpu_ms?: number;
  /** Largest resident set of any of its processes. */
  readonly rss_kb?: number;
}

/** One thing to time, and what it is compared to. */
export interface BenchCase {
  readonly name: string;
  /** Name of the case its ratio is to; the first case when absent. */
  readonly against?: string;
  /** Largest ratio we are content with. */
  readonly at_most?: number;
  /** Does the work once, and may say what it cost. */
  run(): Promise<BenchCost | void>;
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
  /** Median of the processors' time, and its ratio; null where it is not known. */
  readonly cpu_ms: number | null;
  readonly cpu_ratio: number | null;
  /** Largest resident set of any of its processes in any round. */
  readonly peak_mb: number | null;
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
  const costs = new Map<string, BenchCost[]>(cases.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const { name, run } of cases) {
      const start = performance.now();
      const cost = await run() ?? { wall_ms: performance.now() - start };
      if (round >= 0) costs.get(name)!.push(cost);
    }
  }
  return cases.map(({ name, against, at_most }) => {
    const own = costs.get(name)!;
    const other = costs.get(against ?? cases[0]!.name)!;
    const times = own.map(({ wall_ms }) => wall_ms);
    const busy = own.map(({ cpu_ms }) => cpu_ms ?? NaN);
    const sizes = own.map(({ rss_kb }) => rss_kb ?? NaN);
    return {
      name,
      median_ms: median(times),
      min_ms: Math.min(...times),
      max_ms: Math.max(...times),
      ratio: median(times.map((time, round) => time / other[round]!.wall_ms)),
      at_most: at_most ?? null,
      cpu_ms: known(median(busy)),
      cpu_ratio: known(median(busy.map((time, round) => time / (other[round]!.cpu_ms ?? NaN)))),
      peak_mb: known(Math.max(...sizes) / 1024),
    };
  });
}

function known(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
