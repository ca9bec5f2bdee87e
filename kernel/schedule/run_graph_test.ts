import assert from "node:assert/strict";
import { runGraph, type Task } from "./run_graph.ts";

interface Trace {
  readonly started: string[];
  most: number;
}

function task(
  id: string,
  depends_on: readonly string[],
  trace: Trace,
  running: Set<string>,
  memory_mb = 1,
): Task<string> {
  return {
    id,
    depends_on,
    memory_mb,
    async run(results) {
      for (const dependency of depends_on.filter((id) => id !== "outside")) {
        assert.ok(results.has(dependency), `${id}: ${dependency}`);
      }
      trace.started.push(id);
      running.add(id);
      trace.most = Math.max(trace.most, running.size);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running.delete(id);
      return id.toUpperCase();
    },
  };
}

function diamond(trace: Trace, running: Set<string>): Task<string>[] {
  return [
    task("d", ["b", "c"], trace, running),
    task("c", ["a"], trace, running),
    task("b", ["a"], trace, running),
    task("a", ["outside"], trace, running),
  ];
}

Deno.test("runGraph() starts a task only when its dependencies have ended, in id order", async () => {
  const trace: Trace = { started: [], most: 0 };
  const results = await runGraph(diamond(trace, new Set()), { jobs: 1, memory_mb: 100 });
  assert.deepEqual(trace.started, ["a", "b", "c", "d"]);
  assert.equal(trace.most, 1);
  assert.deepEqual([...results], [["a", "A"], ["b", "B"], ["c", "C"], ["d", "D"]]);
});

Deno.test("runGraph() runs independent tasks at once, up to jobs and memory", async () => {
  for (const [jobs, memory, most] of [[2, 100, 2], [8, 100, 2], [8, 1, 1]] as const) {
    const trace: Trace = { started: [], most: 0 };
    await runGraph(diamond(trace, new Set()), { jobs, memory_mb: memory });
    assert.equal(trace.most, most, `jobs ${jobs}, memory ${memory}`);
  }
});

Deno.test("runGraph() runs a task larger than the whole budget alone", async () => {
  const trace: Trace = { started: [], most: 0 };
  const running = new Set<string>();
  await runGraph(
    [task("big", [], trace, running, 500), task("small", [], trace, running, 1)],
    { jobs: 4, memory_mb: 100 },
  );
  assert.equal(trace.most, 1);
  assert.deepEqual(trace.started, ["big", "small"]);
});

Deno.test("runGraph() lets running tasks end, starts no more, and rejects with the first failure", async () => {
  let ended = false;
  const tasks: Task<number>[] = [
    { id: "a", depends_on: [], memory_mb: 1, run: () => Promise.reject(new Error("broken")) },
    {
      id: "b",
      depends_on: [],
      memory_mb: 1,
      run: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        ended = true;
        return 1;
      },
    },
    {
      id: "c",
      depends_on: ["b"],
      memory_mb: 1,
      run: () => Promise.resolve().then(() => assert.fail()),
    },
  ];
  await assert.rejects(runGraph(tasks, { jobs: 2, memory_mb: 10 }), /broken/);
  assert.equal(ended, true);
});

Deno.test("runGraph() refuses a cycle instead of waiting for ever", async () => {
  const tasks: Task<number>[] = [
    { id: "a", depends_on: ["b"], memory_mb: 1, run: () => Promise.resolve(1) },
    { id: "b", depends_on: ["a"], memory_mb: 1, run: () => Promise.resolve(2) },
  ];
  await assert.rejects(runGraph(tasks, { jobs: 2, memory_mb: 10 }), /cycle: a, b/);
});
