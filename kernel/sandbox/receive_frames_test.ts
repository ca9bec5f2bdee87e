import assert from "node:assert/strict";
import { CodedError } from "../contract/coded_error.ts";
import { encodeFrame, type FrameKind } from "../contract/frame.ts";
import type { PluginType } from "../contract/manifest.ts";
import { FrameReceiver, MAX_ARTIFACTS, MAX_LOG_LINES } from "./receive_frames.ts";
import type { StepSink } from "./step_sink.ts";

const LIMITS = { memory_mb: 64, wall_ms: 1000, cpu_ms: 1000, output_mb: 4, artifacts_mb: 2 };

function json(kind: FrameKind, value: unknown): Uint8Array {
  return encodeFrame(kind, new TextEncoder().encode(JSON.stringify(value)));
}

function bytes(kind: FrameKind, length: number): Uint8Array {
  return encodeFrame(kind, new Uint8Array(length));
}

const artifact = (name: string, size: number) =>
  json("artifact", { name, media_type: "text/plain", description: "", bytes: size });

/** A receiver whose sink writes down what it is given. */
function receiver(type: PluginType = "analysis", override: Partial<StepSink> = {}) {
  const seen: string[] = [];
  const sink: StepSink = {
    log: ({ message }) => void seen.push(`log ${message}`),
    progress: ({ done, total }) => void seen.push(`progress ${done}/${total}`),
    artifact: ({ name }) => void seen.push(`artifact ${name}`),
    artifactChunk: (part) => void seen.push(`${part.length} bytes`),
    schema: ({ rows }) => void seen.push(`schema ${rows}`),
    columnChunk: (column, buffer, offset, part) =>
      void seen.push(`${column} ${buffer} ${offset} ${part.length}`),
    ...override,
  };
  const made = new FrameReceiver(type, LIMITS, sink);
  const receive = async (...chunks: Uint8Array[]) => {
    for (const chunk of chunks) await made.receive(chunk);
  };
  return { made, seen, receive };
}

const COLUMN = {
  name: "x",
  type: "int64",
  encoding: "plain",
  null_count: 0,
  buffers: { values: 8 },
};
const SCHEMA = json("schema", { rows: 1, columns: [COLUMN] });

Deno.test("FrameReceiver hands each frame to its place and keeps the result", async () => {
  const { made, seen, receive } = receiver("ingest");
  await receive(
    json("log", { level: "info", message: "hello" }),
    json("progress", { done: 1, total: 2 }),
    SCHEMA,
    bytes("column_chunk", 24),
    artifact("a.txt", 5),
    bytes("artifact_chunk", 2),
    bytes("artifact_chunk", 3),
    artifact("empty", 0),
    json("result", { status: "ok" }),
  );
  const expected = ["log hello", "progress 1/2", "schema 1", "0 validity 0 8", "artifact a.txt"];
  assert.deepEqual(seen, [...expected, "2 bytes", "3 bytes", "artifact empty"]);
  assert.deepEqual(made.answer, { result: { status: "ok" } });
  assert.equal(made.failure, null);
});

Deno.test("FrameReceiver waits for a slow sink before it reads on", async () => {
  const order: string[] = [];
  const log = async ({ message }: { message: string }) => {
    order.push(`begin ${message}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
    order.push(`end ${message}`);
  };
  const { receive } = receiver("analysis", { log });
  const line = (message: string) => json("log", { level: "info", message });
  const both = Uint8Array.from([...line("a"), ...line("b")]);
  await receive(both);
  assert.deepEqual(order, ["begin a", "end a", "begin b", "end b"]);
});

const MISORDERED: readonly [string, PluginType, Uint8Array[], string][] = [
  ["a chunk without an artifact", "analysis", [bytes("artifact_chunk", 1)], "E_FRAME_ORDER"],
  [
    "more bytes than announced",
    "analysis",
    [artifact("a", 1), bytes("artifact_chunk", 2)],
    "E_FRAME_ORDER",
  ],
  [
    "a result inside an artifact",
    "analysis",
    [artifact("a", 1), json("result", {})],
    "E_FRAME_ORDER",
  ],
  [
    "a log line inside an artifact",
    "analysis",
    [artifact("a", 1), json("log", {})],
    "E_FRAME_ORDER",
  ],
  ["a name twice", "analysis", [artifact("a", 0), artifact("a", 0)], "E_ARTIFACT_NAME"],
  ["a dataset from an analysis", "analysis", [SCHEMA], "E_FRAME_ORDER"],
  ["a dataset from a report", "report", [SCHEMA], "E_FRAME_ORDER"],
  ["columns before a schema", "ingest", [bytes("column_chunk", 24)], "E_FRAME_ORDER"],
  ["two schemas", "transform", [SCHEMA, SCHEMA], "E_FRAME_ORDER"],
  [
    "artifacts that are too large",
    "analysis",
    [artifact("a", 2 * 1024 * 1024 + 1)],
    "E_ARTIFACT_LIMIT",
  ],
  ["artifacts too large together", "analysis", [
    artifact("a", 1024 * 1024),
    bytes("artifact_chunk", 1024 * 1024),
    artifact("b", 1024 * 1024 + 1),
  ], "E_ARTIFACT_LIMIT"],
  ["a result that is not JSON", "analysis", [bytes("result", 4)], "E_FRAME_JSON"],
];

for (const [what, type, chunks, code] of MISORDERED) {
  Deno.test(`FrameReceiver refuses ${what}`, async () => {
    await assert.rejects(receiver(type).receive(...chunks), { code });
  });
}

Deno.test("FrameReceiver refuses one artifact too many", async () => {
  const { receive } = receiver();
  for (let i = 0; i < MAX_ARTIFACTS; i++) await receive(artifact(`a${i}`, 0));
  await assert.rejects(receive(artifact("last", 0)), { code: "E_ARTIFACT_LIMIT" });
});

Deno.test("FrameReceiver stops handing on log lines and counts the rest", async () => {
  const { made, seen, receive } = receiver();
  const line = json("log", { level: "info", message: "" });
  for (let i = 0; i < MAX_LOG_LINES + 7; i++) await receive(line);
  assert.equal(seen.length, MAX_LOG_LINES);
  assert.equal(made.logLinesDropped, 7);
});

Deno.test("FrameReceiver lets the sink's error through", async () => {
  const refuse = () => {
    throw new CodedError("E_PACK_OFFSET", "no");
  };
  const { receive } = receiver("ingest", { schema: refuse });
  await assert.rejects(receive(SCHEMA), { code: "E_PACK_OFFSET" });
});

Deno.test("FrameReceiver takes a failure in the middle of an artifact", async () => {
  const { made, receive } = receiver();
  await receive(artifact("a", 9), json("failure", { code: "E_X_Y", message: "m" }));
  assert.deepEqual(made.failure, { code: "E_X_Y", message: "m", next: "", allocation: false });
});
