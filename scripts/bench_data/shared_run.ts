import type { BenchCost } from "../measure_in_turn.ts";

/** One process whose answer holds the costs of several cases. */
export interface SharedRun<T> {
  /** Starts the process, and picks a cost. */
  fresh(cost: (answer: T) => BenchCost): () => Promise<BenchCost>;
  /** Picks another cost of the process that was started last. */
  last(cost: (answer: T) => BenchCost): () => Promise<BenchCost>;
}

/**
 * Lets several cases of a round share what one process measured.
 * @param start starts the process
 */
export function sharedRun<T>(start: () => Promise<T>): SharedRun<T> {
  let latest: T | undefined;
  return {
    fresh: (cost) => async () => cost(latest = await start()),
    last: (cost) => () => {
      if (latest === undefined) throw new Error("a cost is asked for before it was measured");
      return Promise.resolve(cost(latest));
    },
  };
}
