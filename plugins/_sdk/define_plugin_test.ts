import assert from "node:assert/strict";
import { FRAME_KIND, MAX_CHUNK_BYTES } from "../../kernel/contract/frame.ts";
import type { PluginResult } from "../../kernel/contract/result.ts";
import { definePlugin } from "./define_plugin.ts";
import { MemoryFile, runPlugin } from "./testing/mod.ts";

const EMPTY: PluginResult = { status: "ok", summary: "Nothing.", metrics: {}, findings: [] };

Deno.test("definePlugin() sends the result last, as canonical JSON", async () => {
  const plugin = definePlugin({
    run(ctx) {
      ctx.log("info", "starting");
      return { ...EMPTY, metrics: { z: 0.1 + 0.2, a: ctx.table.rows } };
    },
  });
  const outcome = await runPlugin(plugin, { table: { x: [1, 2, 3] } });
  assert.equal(
    outcome.result_json,
    '{"findings":[],"metrics":{"a":3,"z":0.3},"status":"ok","summary":"Nothing."}',
  );
  assert.deepEqual(outcome.logs, [{ level: "info", message: "starting" }]);
});

for (const bad of [NaN, Infinity, 10n, () => 1, new Map(), "\ud800"]) {
  Deno.test(`definePlugin() refuses a result with ${String(bad)} and says where it is`, async () => {
    const plugin = definePlugin({ run: () => ({ ...EMPTY, metrics: { deep: [bad] } }) });
    await assert.rejects(runPlugin(plugin), {
      code: "E_PLUGIN_RESULT_VALUE",
      message: /\/metrics\/deep\/0/,
    });
  });
}

Deno.test("definePlugin() refuses a run() that returns nothing", async () => {
  for (const nothing of [undefined, null, "ok", []]) {
    const plugin = definePlugin({ run: () => nothing as unknown as PluginResult });
    await assert.rejects(runPlugin(plugin), { code: "E_PLUGIN_NO_RESULT" });
  }
});

Deno.test("definePlugin() refuses a result larger than a frame may be", async () => {
  const plugin = definePlugin({ run: () => ({ ...EMPTY, summary: "x".repeat(17 * 2 ** 20) }) });
  await assert.rejects(runPlugin(plugin), { code: "E_PLUGIN_FRAME_SIZE" });
});

Deno.test("a plugin that throws rejects with what it threw, and its files are closed", async () => {
  let closed = 0;
  class Counted extends MemoryFile {
    override close(): void {
      closed++;
    }
  }
  const plugin = definePlugin({
    run(ctx): PluginResult {
      ctx.open("a");
      ctx.open("b");
      throw new RangeError("mine");
    },
  });
  const request = { seed: "0".repeat(64), settings: {}, input: { type: "profile", datasets: [] } };
  await assert.rejects(
    // Only what execute() reads of the request.
    plugin.execute(request as never, { send() {} }, () => new Counted("")),
    { message: "mine" },
  );
  assert.equal(closed, 2);
});

Deno.test("ctx.artifact() splits at the size of a chunk and keeps every byte", async () => {
  const content = new Uint8Array(2 * MAX_CHUNK_BYTES + 5).map((_, i) => i % 251);
  const plugin = definePlugin({
    run(ctx) {
      ctx.artifact({ name: "big.bin", media_type: "application/x", description: "d" }, content);
      ctx.artifact({ name: "none.txt", media_type: "text/plain", description: "d" }, "");
      return EMPTY;
    },
  });
  const { artifacts } = await runPlugin(plugin);
  assert.deepEqual(artifacts.get("big.bin")!.content, content);
  assert.equal(artifacts.get("none.txt")!.text(), "");
});

for (const name of ["../up", "A.csv", "a/b", "", ".x", "a b", "x".repeat(101)]) {
  Deno.test(`ctx.artifact() refuses the name ${JSON.stringify(name.slice(0, 12))}`, async () => {
    const plugin = definePlugin({
      run(ctx) {
        ctx.artifact({ name, media_type: "text/plain", description: "" }, "x");
        return EMPTY;
      },
    });
    await assert.rejects(runPlugin(plugin), { code: "E_PLUGIN_ARTIFACT_NAME" });
  });
}

Deno.test("ctx.progress() drops what moves less than half a percent, never the last", async () => {
  const plugin = definePlugin({
    run(ctx) {
      for (let i = 0; i <= 100_000; i++) ctx.progress(i, 100_000);
      return EMPTY;
    },
  });
  const { progress } = await runPlugin(plugin);
  assert.ok(progress.length <= 202, String(progress.length));
  assert.equal(progress.at(-1)!.done, 100_000);
});

Deno.test("ctx.table says that a step has no dataset, and ctx.rng is a function of the seed", async () => {
  const draws: number[] = [];
  const plugin = definePlugin({
    run(ctx) {
      draws.push(ctx.rng.float64());
      assert.throws(() => ctx.table, { code: "E_NO_DATASET" });
      assert.deepEqual(ctx.tables, []);
      return EMPTY;
    },
  });
  await runPlugin(plugin, { seed: "1".repeat(64) });
  await runPlugin(plugin, { seed: "1".repeat(64) });
  await runPlugin(plugin, { seed: "2".repeat(64) });
  assert.equal(draws[0], draws[1]);
  assert.notEqual(draws[0], draws[2]);
});

Deno.test("definePlugin() sends frames of the kinds a plugin may send only", async () => {
  const kinds: number[] = [];
  const plugin = definePlugin({ run: () => EMPTY });
  await plugin.execute(
    { input: { type: "profile", datasets: [] } } as never,
    { send: (kind) => kinds.push(kind) },
  );
  assert.deepEqual(kinds, [FRAME_KIND.result]);
});
