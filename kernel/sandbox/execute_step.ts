import { fileURLToPath } from "node:url";
import { CodedError } from "../contract/coded_error.ts";
import type { ExecutionRecord } from "../contract/execution.ts";
import { encodeFrame } from "../contract/frame.ts";
import type { ReportError } from "../contract/report.ts";
import type { StepRequest } from "../contract/request.ts";
import type { StepStatus } from "../contract/result.ts";
import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { classifyExit, type ExitVerdict, signalOf } from "./classify_exit.ts";
import { type CommandLine, commandLine } from "./command_line.ts";
import { hidePaths } from "./hide_paths.ts";
import { readLedger } from "./read_ledger.ts";
import { PluginProcess } from "./plugin_process.ts";
import { stageBundle } from "./stage_bundle.ts";
import type { StagedInput } from "./stage_input.ts";
import { stderrText } from "./stderr_text.ts";
import type { StepSink } from "./step_sink.ts";
import type { Walls } from "./standing_walls.ts";

const BOOTSTRAP = fileURLToPath(new URL("./bootstrap.js", import.meta.url));
/** Longest message of an error in a report. */
const MAX_MESSAGE = 4000;

/** One step to execute. */
export interface StepSpec {
  readonly request: StepRequest;
  /** Absolute path of the plugin's bundle. */
  readonly bundle_path: string;
  readonly staged: StagedInput;
  readonly walls: Walls;
  /** True only under the developer override, for a plugin that declares it. */
  readonly network?: boolean;
  /** Folders that differ between runs, and what errors and the audit say instead of them. */
  readonly hidden?: CommandLine["hidden"];
  /** Ends the step: its status is then `killed`. */
  readonly signal: AbortSignal;
}

/** What a step came to. */
export interface StepOutcome {
  readonly status: StepStatus;
  /** Null for ok and skipped. Paths are INPUT and BUNDLE, control characters escaped. */
  readonly error: ReportError | null;
  /** The result as parsed JSON, for ok and skipped: a stranger's word, to be validated. */
  readonly result: unknown;
  readonly execution: ExecutionRecord;
}

/**
 * Runs one plugin once in a process of its own behind the walls, and hands what it sends to the
 * sink as it comes. Nothing a plugin does makes this reject; a sink that fails with anything but
 * a CodedError does, after the process has been ended.
 * @param spec see {@link StepSpec}
 * @param sink see {@link StepSink}; a CodedError it throws makes the step `refused`
 * @throws CodedError E_PATH_COMMA, E_SPAWN_FAILED
 */
export async function executeStep(spec: StepSpec, sink: StepSink): Promise<StepOutcome> {
  const bundle = await stageBundle(spec.bundle_path, spec.staged, spec.walls);
  try {
    return await executeStaged({ ...spec, bundle_path: bundle.path }, sink);
  } finally {
    await bundle.release();
  }
}

async function executeStaged(spec: StepSpec, sink: StepSink): Promise<StepOutcome> {
  const { request, walls } = spec;
  const command = commandLine({
    walls,
    limits: request.limits,
    seed: request.seed,
    staged: spec.staged,
    bundle_path: spec.bundle_path,
    bootstrap_path: BOOTSTRAP,
    network: spec.network === true,
    ...(spec.hidden === undefined ? {} : { hidden: spec.hidden }),
  });
  const startedAt = new Date();
  const clock = performance.now();
  if (spec.signal.aborted) return notStarted(spec, command, startedAt);
  const plugin = new PluginProcess(command, spec, sink);
  const body = new TextEncoder().encode(JSON.stringify(request));
  const ended = await plugin.run(encodeFrame("request", body));
  const ledger = await readLedger(spec.staged.ledger_path, command, ended.leave);
  const facts = {
    ...ended.facts,
    ledger_full: ledger.state === "full",
    ledger_forged: ledger.forged,
    ledger_complete: ledger.complete,
    limits: request.limits,
  };
  const verdict = classifyExit(facts);
  const { cpu_user_ms, cpu_system_ms, max_rss_kb } = ended.figures;
  return outcome(verdict, ended.facts.answer?.result, command, {
    started_at: startedAt.toISOString(),
    ended_at: new Date().toISOString(),
    duration_ms: Math.round(performance.now() - clock),
    cpu_user_ms,
    cpu_system_ms,
    max_rss_kb,
    exit_code: facts.exit_code,
    signal: signalOf(facts.exit_code),
    walls: walls.standing,
    permissions: command.permissions,
    stdout_bytes: ended.stdout_bytes,
    stderr_bytes: ended.stderr_bytes,
    stderr_text: stderrText(
      facts.stderr,
      ended.stderr_bytes,
      command.hidden,
      walls.bubblewrap !== null,
    ),
    ledger_state: ledger.state,
    ledger_dropped: ledger.dropped,
    ledger: ledger.entries,
    warnings: warnings(ended.log_lines_dropped, ledger.dropped, max_rss_kb),
  });
}

function outcome(
  { status, error }: ExitVerdict,
  result: unknown,
  command: CommandLine,
  execution: ExecutionRecord,
): StepOutcome {
  const good = status === "ok" || status === "skipped";
  return {
    status,
    error: error === null ? null : reportError(error, command),
    result: good ? result : null,
    execution,
  };
}

function notStarted(spec: StepSpec, command: CommandLine, at: Date): StepOutcome {
  const error = new CodedError("E_ABORTED", "The run was interrupted before the plugin started");
  return outcome({ status: "killed", error }, null, command, {
    started_at: at.toISOString(),
    ended_at: at.toISOString(),
    duration_ms: 0,
    cpu_user_ms: 0,
    cpu_system_ms: 0,
    max_rss_kb: 0,
    exit_code: null,
    signal: null,
    walls: spec.walls.standing,
    permissions: command.permissions,
    stdout_bytes: 0,
    stderr_bytes: 0,
    stderr_text: "",
    ledger_state: command.ledger_bytes > 0 ? "kept" : "none",
    ledger_dropped: 0,
    ledger: [],
    warnings: [],
  });
}

function reportError(error: CodedError, command: CommandLine): ReportError {
  const next = error.next === ""
    ? ""
    : `${/[.!?:;]$/.test(error.message) ? "" : "."} ${error.next}`;
  const message = hidePaths(`${error.message}${next}`, command.hidden);
  return { code: error.code, message: escapeTerminal(message).slice(0, MAX_MESSAGE) };
}

function warnings(logLinesDropped: number, ledgerDropped: number, peakKb: number): string[] {
  const list: string[] = [];
  if (ledgerDropped > 0) list.push(`${ledgerDropped} permission checks were not kept`);
  if (logLinesDropped > 0) list.push(`${logLinesDropped} log lines were not kept`);
  if (peakKb === 0) list.push("time and memory could not be measured");
  return list;
}
