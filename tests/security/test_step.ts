import type { StepRequest } from "../../kernel/contract/request.ts";
import { executeStep, type StepOutcome } from "../../kernel/sandbox/execute_step.ts";
import { type InputSource, stageInput } from "../../kernel/sandbox/stage_input.ts";
import type { StepSink } from "../../kernel/sandbox/step_sink.ts";
import type { Walls } from "../../kernel/sandbox/standing_walls.ts";

/** What a test may change of a step. */
export interface TestStep {
  /** Source of a bundle; `send(kind, value)` writes a JSON frame, `answer(extra)` the result. */
  readonly code: string;
  readonly walls: Walls;
  readonly request?: Partial<StepRequest>;
  readonly sink?: Partial<StepSink>;
  readonly signal?: AbortSignal;
  /** Name of the folder everything is in. */
  readonly folder?: string;
}

const KIT = `
const utf8 = new TextEncoder();
const json = (value) => utf8.encode(JSON.stringify(value));
const answer = (channel, extra) =>
  channel.send(8, json({ status: "ok", summary: "", metrics: {}, findings: [], ...extra }));
`;

export const TEST_LIMITS: StepRequest["limits"] = {
  memory_mb: 128,
  wall_ms: 20_000,
  cpu_ms: 20_000,
  output_mb: 16,
  artifacts_mb: 16,
};

/** Runs one bundle as a step, with one input file `0.pack`, in a temporary folder. */
export async function runTestStep(step: TestStep): Promise<StepOutcome> {
  const top = await Deno.makeTempDir({ prefix: "step_" });
  const dir = `${top}/${step.folder ?? "plain"}`;
  try {
    await Deno.mkdir(`${dir}/stage`, { recursive: true });
    await Deno.writeTextFile(`${dir}/bundle.js`, KIT + step.code);
    await Deno.writeTextFile(`${dir}/data.pack`, "the input");
    const inputs: InputSource[] = [{ name: "0.pack", source: `${dir}/data.pack` }];
    const staged = await stageInput(inputs, `${dir}/stage`, step.walls);
    const request: StepRequest = {
      protocol: 1,
      step_key: "0".repeat(64),
      seed: "0123456789abcdef".repeat(4),
      plugin: { id: "test", version: "1.0.0", type: "analysis" },
      settings: {},
      input: { type: "analysis", datasets: [], upstream: {} },
      limits: TEST_LIMITS,
      ...step.request,
    };
    const signal = step.signal ?? new AbortController().signal;
    const spec = { request, bundle_path: `${dir}/bundle.js`, staged, walls: step.walls, signal };
    return await executeStep(spec, { ...SILENT, ...step.sink });
  } finally {
    await Deno.remove(top, { recursive: true });
  }
}

const nothing = () => {};
const SILENT: StepSink = {
  log: nothing,
  progress: nothing,
  artifact: nothing,
  artifactChunk: nothing,
  schema: nothing,
  columnChunk: nothing,
};
