import type { GraphNode } from "./topology.ts";

/** A unit of work with the memory it may take. */
export interface Task<R> extends GraphNode {
  /** MiB the task is charged while it runs. */
  readonly memory_mb: number;
  /**
   * Does the work. Never rejects for a failure of the work itself: that is a result.
   * @param results what the task's dependencies returned, by id
   */
  run(results: ReadonlyMap<string, R>): Promise<R>;
}

/** What the tasks may use at once. */
export interface Workers {
  /** Most tasks at once, at least 1. */
  readonly jobs: number;
  /** MiB for all running tasks together; a task larger than this runs alone. */
  readonly memory_mb: number;
}

/**
 * Runs a graph of tasks: each starts when its dependencies have ended and a worker and its
 * memory are free, in id order among those ready. Which task ends first never changes what any
 * task is given, so the results do not depend on `workers`.
 * @param tasks acyclic; dependencies on ids outside the list count as ended
 * @param workers
 * @returns results by id, in id order
 * @throws what a task's `run` rejects with, once the running tasks have ended
 */
export async function runGraph<R>(
  tasks: readonly Task<R>[],
  workers: Workers,
): Promise<ReadonlyMap<string, R>> {
  const ids = new Set(tasks.map(({ id }) => id));
  const waiting = [...tasks].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const results = new Map<string, R>();
  const running = new Map<string, Promise<void>>();
  let memory = 0;
  let failure: { readonly reason: unknown } | undefined;

  while (waiting.length > 0 || running.size > 0) {
    for (let i = 0; i < waiting.length && failure === undefined;) {
      const task = waiting[i]!;
      const ready = task.depends_on.every((id) => !ids.has(id) || results.has(id));
      const fits = running.size === 0 || memory + task.memory_mb <= workers.memory_mb;
      if (!ready || !fits || running.size >= Math.max(1, workers.jobs)) {
        i++;
        continue;
      }
      waiting.splice(i, 1);
      memory += task.memory_mb;
      const work = task.run(results).then(
        (result) => void results.set(task.id, result),
        (reason) => void (failure ??= { reason }),
      ).then(() => {
        memory -= task.memory_mb;
        running.delete(task.id);
      });
      running.set(task.id, work);
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (failure !== undefined) throw failure.reason;
  if (waiting.length > 0) {
    throw new RangeError(`tasks in a cycle: ${waiting.map(({ id }) => id).join(", ")}`);
  }
  return new Map([...results].sort(([a], [b]) => (a < b ? -1 : 1)));
}
