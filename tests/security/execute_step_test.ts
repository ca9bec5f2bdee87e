import assert from "node:assert/strict";
import { CodedError } from "../../kernel/contract/coded_error.ts";
import { detectWalls } from "../../kernel/sandbox/walls.ts";
import type { Walls } from "../../kernel/sandbox/standing_walls.ts";
import { runTestStep, TEST_LIMITS } from "./test_step.ts";

const flags = await detectWalls("flags");
const auto = await detectWalls("auto");
const KINDS: [string, Walls][] = [["wall 1 alone", flags]];
if (auto.bubblewrap !== null) KINDS.push(["both walls", auto]);

for (const [behind, walls] of KINDS) {
  Deno.test(`executeStep() hands over the request and brings back the result, behind ${behind}`, async () => {
    const logs: string[] = [];
    const { status, error, result, execution } = await runTestStep({
      walls,
      code: `export default {
        execute(request, channel) {
          channel.send(2, json({ level: "info", message: "hello" }));
          console.log("to standard error");
          answer(channel, { summary: Deno.readTextFileSync("0.pack"), metrics: request.settings });
        },
      };`,
      request: { settings: { text: "x".repeat(3_000_000), q: 0.05 } },
      sink: { log: ({ message }) => void logs.push(message) },
    });
    assert.equal(error, null);
    assert.equal(status, "ok");
    const { summary, metrics } = result as { summary: string; metrics: Record<string, unknown> };
    assert.equal(summary, "the input");
    assert.deepEqual([metrics["q"], String(metrics["text"]).length], [0.05, 3_000_000]);
    assert.deepEqual(logs, ["hello"]);
    assert.equal(execution.stderr_text, "to standard error\n");
    assert.deepEqual([execution.exit_code, execution.signal], [0, null]);
    assert.deepEqual(execution.permissions, ["read:INPUT", "read:BUNDLE"]);
    assert.deepEqual(execution.walls, walls.standing);
    assert.ok(execution.stdout_bytes > 3_000_000);
  });

  Deno.test(`executeStep() measures time and memory from outside, behind ${behind}`, async () => {
    const { execution, result } = await runTestStep({
      walls,
      code: `import process from "node:process";
      export default {
        execute(_request, channel) {
          const kept = new Uint8Array(60 << 20).fill(1);
          while (process.cpuUsage().user < 300_000) Math.sqrt(kept[7]);
          answer(channel, { metrics: { ms: process.cpuUsage().user / 1000 } });
        },
      };`,
    });
    const own = (result as { metrics: { ms: number } }).metrics.ms;
    assert.ok(Math.abs(execution.cpu_user_ms - own) < 40, `${execution.cpu_user_ms} and ${own}`);
    assert.ok(
      execution.max_rss_kb > 90_000 && execution.max_rss_kb < 190_000,
      `${execution.max_rss_kb}`,
    );
    assert.ok(execution.duration_ms >= 300);
    assert.deepEqual(execution.warnings, []);
  });

  Deno.test(`executeStep() measures a process that hides behind another name, behind ${behind}`, async () => {
    for (const title of ["bwrap", "x) R 1 1 1\\nevil", "(deno) S 1"]) {
      const { execution, status } = await runTestStep({
        walls,
        code: `import process from "node:process";
        process.title = "${title}";
        export default {
          execute(_request, channel) {
            const kept = new Uint8Array(60 << 20).fill(1);
            answer(channel, { metrics: { kept: kept[7] } });
          },
        };`,
      });
      assert.equal(status, "ok");
      assert.ok(execution.max_rss_kb > 90_000, `${title}: ${execution.max_rss_kb}`);
      assert.ok(execution.cpu_user_ms > 0, `${title}: ${execution.cpu_user_ms}`);
      assert.deepEqual(execution.warnings, []);
    }
  });

  Deno.test(`executeStep() says INPUT and BUNDLE where errors hold paths, behind ${behind}`, async () => {
    const { status, error, execution } = await runTestStep({
      walls,
      folder: "with space é # ? %41 and +",
      code: `export default {
        execute() {
          throw Object.assign(new Error(\`\${import.meta.url} \${Deno.cwd()}/0.pack\`), {
            code: "E_TEST_FAILED",
            next: "Do this",
          });
        },
      };`,
    });
    assert.equal(status, "error");
    assert.deepEqual(error, { code: "E_TEST_FAILED", message: "BUNDLE INPUT/0.pack. Do this" });
    assert.match(
      execution.stderr_text,
      /^Error: BUNDLE INPUT\/0\.pack\n {4}at Object\.execute \(BUNDLE:/,
    );
  });

  Deno.test(`executeStep() stops the plugin with the sink's error, behind ${behind}`, async () => {
    const { status, error } = await runTestStep({
      walls,
      code: `export default {
        async execute(_request, channel) {
          channel.send(2, json({ level: "info", message: "hello" }));
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        },
      };`,
      sink: {
        log: () => Promise.reject(new CodedError("E_PACK_TEST", "not that")),
      },
    });
    assert.deepEqual([status, error], ["refused", { code: "E_PACK_TEST", message: "not that" }]);
  });

  Deno.test(`executeStep() ends the process before it passes on a fault of the kernel's, behind ${behind}`, async () => {
    const started = performance.now();
    const step = runTestStep({
      walls,
      code: `export default {
        async execute(_request, channel) {
          channel.send(2, json({ level: "info", message: "hello" }));
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        },
      };`,
      sink: {
        log() {
          throw new Deno.errors.WriteZero("no space left on device");
        },
      },
    });
    await assert.rejects(step, Deno.errors.WriteZero);
    assert.ok(performance.now() - started < 10_000);
  });

  Deno.test(`executeStep() ends a step that is interrupted, behind ${behind}`, async () => {
    const abort = new AbortController();
    const { status, error } = await runTestStep({
      walls,
      signal: abort.signal,
      code: `export default {
        async execute(_request, channel) {
          channel.send(2, json({ level: "info", message: "running" }));
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        },
      };`,
      sink: { log: () => abort.abort() },
    });
    assert.deepEqual([status, error?.code], ["killed", "E_ABORTED"]);
  });

  Deno.test(`executeStep() makes the plugin wait for a slow sink, behind ${behind}`, async () => {
    let waiting = 0;
    let most = 0;
    const { status, execution } = await runTestStep({
      walls,
      code: `export default {
        execute(_request, channel) {
          for (let i = 0; i < 8; i++) {
            channel.send(4, json({ name: "a" + i, media_type: "text/plain", description: "", bytes: 1 << 20 }));
            channel.send(5, new Uint8Array(1 << 20));
          }
          answer(channel);
        },
      };`,
      sink: {
        async artifactChunk() {
          most = Math.max(most, ++waiting);
          await new Promise((resolve) => setTimeout(resolve, 20));
          waiting--;
        },
      },
    });
    assert.equal(status, "ok");
    assert.equal(most, 1);
    assert.ok(
      execution.duration_ms >= 160,
      "the last chunk cannot be sent before the others are taken",
    );
  });

  Deno.test(`executeStep() gives the same numbers for the same seed, behind ${behind}`, async () => {
    const code = `export default {
      execute(_request, channel) {
        answer(channel, { summary: [Math.random(), crypto.randomUUID(), Date.now()].join() });
      },
    };`;
    const seeds = ["0".repeat(64), "0".repeat(64), "1".repeat(64)];
    const said: unknown[] = [];
    for (const seed of seeds) {
      said.push(
        ((await runTestStep({ walls, code, request: { seed } })).result as { summary: string })
          .summary,
      );
    }
    assert.equal(said[0], said[1]);
    assert.notEqual(said[0], said[2]);
  });
}

Deno.test("executeStep() does not start what is interrupted already", async () => {
  const { status, error, execution } = await runTestStep({
    walls: flags,
    signal: AbortSignal.abort(),
    code: "",
  });
  assert.deepEqual([status, error?.code, execution.exit_code], ["killed", "E_ABORTED", null]);
});

Deno.test("executeStep() refuses to grant a path with a comma", async () => {
  const step = runTestStep({ walls: flags, folder: "a,b", code: "" });
  await assert.rejects(step, { code: "E_PATH_COMMA" });
});

Deno.test("executeStep() can mount a path with a comma behind both walls", async () => {
  if (auto.bubblewrap === null) return;
  const code = "export default { execute(_request, channel) { answer(channel); } };";
  assert.equal((await runTestStep({ walls: auto, folder: "a,b", code })).status, "ok");
});

Deno.test("executeStep() says so when a program of the walls is gone", async () => {
  const walls = { ...flags, prlimit: { path: "/nonexistent/prlimit", version: "1" } };
  await assert.rejects(runTestStep({ walls, code: "" }), { code: "E_SPAWN_FAILED" });
});

Deno.test("executeStep() says so when bubblewrap refuses to build its wall", async () => {
  if (auto.bubblewrap === null) return;
  const bubblewrap = { ...auto.bubblewrap, libraries: ["/nonexistent/libc.so.6"] };
  const { status, error } = await runTestStep({ walls: { ...auto, bubblewrap }, code: "" });
  assert.deepEqual([status, error?.code], ["error", "E_WALLS_START"]);
});

Deno.test("executeStep() works with fewer programs, down to Deno alone", async () => {
  const code = "export default { execute(_request, channel) { answer(channel); } };";
  for (
    const lacking of [{ prlimit: null }, { setpriv: null }, {
      prlimit: null,
      setpriv: null,
      cat: null,
    }]
  ) {
    const { status, execution } = await runTestStep({ walls: { ...flags, ...lacking }, code });
    assert.equal(status, "ok", JSON.stringify(lacking));
    const unmeasured = "cat" in lacking ? ["time and memory could not be measured"] : [];
    assert.deepEqual(execution.warnings, unmeasured);
  }
});

Deno.test("executeStep() bounds memory by watching it where there is no prlimit", async () => {
  const { status, error } = await runTestStep({
    walls: { ...flags, prlimit: null },
    request: { limits: { ...TEST_LIMITS, memory_mb: 64 } },
    code: `export default {
      async execute() {
        const kept = [];
        for (let i = 0; i < 2000; i++) {
          kept.push(new Uint8Array(1 << 20).fill(1));
          await new Promise((resolve) => setTimeout(resolve, 4));
        }
      },
    };`,
  });
  assert.deepEqual([status, error?.code], ["oom", "E_MEMORY_LIMIT"]);
});
