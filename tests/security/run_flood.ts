/**
 * A kernel of one step, for tests that look at it from outside: runs the bundle in its first
 * argument behind `flags` or `auto`, and prints the step's status and its own peak memory.
 */
import { detectWalls } from "../../kernel/sandbox/walls.ts";
import type { WallsMode } from "../../kernel/sandbox/standing_walls.ts";
import { runTestStep, TEST_LIMITS } from "./test_step.ts";

const [code, mode, type] = Deno.args as [string, WallsMode, "analysis" | "ingest"];
const walls = await detectWalls(mode);
const { status, error, execution } = await runTestStep({
  walls,
  code,
  request: {
    plugin: { id: "flood", version: "1.0.0", type },
    limits: { ...TEST_LIMITS, memory_mb: 256, wall_ms: 60_000, output_mb: 256, artifacts_mb: 256 },
  },
});
const { stdout } = await new Deno.Command("/bin/cat", { args: [`/proc/${Deno.pid}/status`] })
  .output();
const peak = /^VmHWM:\s+(\d+) kB$/m.exec(new TextDecoder().decode(stdout));
const bytes = execution.stdout_bytes + execution.stderr_bytes;
console.log(
  JSON.stringify({ status, code: error?.code ?? null, bytes, peak_kb: Number(peak?.[1]) }),
);
