import assert from "node:assert/strict";
import type { DatasetSchema } from "../../kernel/contract/dataset.ts";
import { definePlugin } from "./define_plugin.ts";
import type { PluginContext } from "./plugin_context.ts";
import { runPlugin, type TestOutcome } from "./testing/mod.ts";

function schemaOf(rows: number): DatasetSchema {
  const buffers = { values: rows * 8 };
  return {
    rows,
    columns: [{ name: "x", type: "float64", encoding: "plain", null_count: 0, buffers }],
  };
}

function write(use: (ctx: PluginContext<unknown>) => void): Promise<TestOutcome> {
  const plugin = definePlugin<unknown>({
    run(ctx) {
      use(ctx);
      return { status: "ok", summary: "", metrics: {}, findings: [] };
    },
  });
  return runPlugin(plugin, { type: "ingest", files: { upload: "" } });
}

Deno.test("DatasetWriter hands over every byte, in pieces of any size", async () => {
  const rows = 300_000;
  const values = new Float64Array(rows).map((_, i) => i / 3);
  const bytes = new Uint8Array(values.buffer);
  const { table } = await write((ctx) => {
    ctx.dataset.schema(schemaOf(rows));
    ctx.dataset.write(0, "values", bytes.subarray(0, 7));
    ctx.dataset.write(0, "values", bytes.subarray(7, 7));
    ctx.dataset.write(0, "values", bytes.subarray(7));
  });
  assert.deepEqual(table!.numeric("x"), values);
});

Deno.test("DatasetWriter copies what it is given, so that a buffer may be used again", async () => {
  const { table } = await write((ctx) => {
    ctx.dataset.schema(schemaOf(2));
    const cell = new Float64Array([1]);
    ctx.dataset.write(0, "values", new Uint8Array(cell.buffer));
    cell[0] = 2;
    ctx.dataset.write(0, "values", new Uint8Array(cell.buffer));
  });
  assert.deepEqual([...table!.numeric("x")], [1, 2]);
});

const MISUSES: Record<string, (ctx: PluginContext<unknown>) => void> = {
  "bytes before the schema": (ctx) => ctx.dataset.write(0, "values", new Uint8Array(8)),
  "two schemas": (ctx) => {
    ctx.dataset.schema(schemaOf(0));
    ctx.dataset.schema(schemaOf(0));
  },
  "a column that was not announced": (ctx) => {
    ctx.dataset.schema(schemaOf(1));
    ctx.dataset.write(1, "values", new Uint8Array(8));
  },
  "a buffer that was not announced": (ctx) => {
    ctx.dataset.schema(schemaOf(1));
    ctx.dataset.write(0, "validity", new Uint8Array(1));
  },
  "more bytes than announced": (ctx) => {
    ctx.dataset.schema(schemaOf(1));
    ctx.dataset.write(0, "values", new Uint8Array(9));
  },
  "fewer bytes than announced": (ctx) => {
    ctx.dataset.schema(schemaOf(1));
    ctx.dataset.write(0, "values", new Uint8Array(7));
  },
};
for (const [what, misuse] of Object.entries(MISUSES)) {
  Deno.test(`DatasetWriter refuses ${what}`, async () => {
    await assert.rejects(write(misuse), { code: "E_PLUGIN_DATASET" });
  });
}
