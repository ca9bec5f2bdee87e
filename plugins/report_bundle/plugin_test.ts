import assert from "node:assert/strict";
import type { StepRequest } from "harness/sdk";
import Ajv2020 from "ajv/dist/2020.js";
import { FRAME_KIND } from "../../kernel/contract/frame.ts";
import plugin from "./plugin.ts";
import { exampleReport } from "./testing/example_report.ts";

const UTF8 = new TextEncoder();

function request(about: Partial<StepRequest> = {}): StepRequest {
  return {
    protocol: 1,
    step_key: "0".repeat(64),
    seed: "0".repeat(64),
    plugin: { id: "report_bundle", version: "1.0.0", type: "report" },
    settings: { top_findings: 20, findings_per_plugin: 50 },
    input: { type: "report", report: "report.json", artifacts: "artifacts" },
    limits: { memory_mb: 512, wall_ms: 1, cpu_ms: 1, output_mb: 1, artifacts_mb: 1 },
    ...about,
  };
}

/** Runs the plugin on a report and returns what it sends. */
async function run(report: unknown, about: Partial<StepRequest> = {}) {
  const bytes = UTF8.encode(JSON.stringify(report));
  const frames: [number, string][] = [];
  await plugin.execute(request(about), {
    send: (kind, body) => void frames.push([kind, new TextDecoder().decode(body)]),
  }, (path) => {
    assert.equal(path, "report.json");
    return {
      size: bytes.length,
      readSync(buffer, position) {
        buffer.set(bytes.subarray(position, position + buffer.length));
        return Math.min(buffer.length, bytes.length - position);
      },
      close() {},
    };
  });
  return frames;
}

Deno.test("the plugin sends report.md, report.html, findings.csv and a result of its schema", async () => {
  const frames = await run(exampleReport());
  const sent = frames.filter(([kind]) => kind === FRAME_KIND.artifact).map(([, body]) =>
    JSON.parse(body)
  );
  assert.deepEqual(sent.map((about) => about.name), ["report.md", "report.html", "findings.csv"]);
  const [kind, body] = frames.at(-1)!;
  assert.equal(kind, FRAME_KIND.result);
  const result = JSON.parse(body);
  assert.deepEqual(result.metrics, { files: 3, findings: 5 });
  const schema = JSON.parse(Deno.readTextFileSync(new URL("output.schema.json", import.meta.url)));
  const validate = new Ajv2020.default({ strict: true }).compile(schema);
  assert.equal(validate(result), true, JSON.stringify(validate.errors));
});

Deno.test("the plugin refuses a report of another version, and input that is no report", async () => {
  await assert.rejects(run({ ...exampleReport(), schema_version: "9.0" }), {
    code: "E_REPORT_VERSION",
  });
  await assert.rejects(
    run(exampleReport(), { input: { type: "analysis", datasets: [], upstream: {} } }),
    { code: "E_REPORT_INPUT" },
  );
});
