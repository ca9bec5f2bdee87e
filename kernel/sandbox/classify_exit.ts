import { CodedError } from "../contract/coded_error.ts";
import type { FailureFrame } from "../contract/frame.ts";
import type { Limits } from "../contract/manifest.ts";
import type { StepStatus } from "../contract/result.ts";

/** Why the kernel ended a process before it ended itself. */
export type StopReason = "abort" | "refused" | "wall" | "memory" | "late";

/** All that decides how a step ended. */
export interface ExitFacts {
  readonly stopped: StopReason | null;
  /** What was wrong with the frames, or what the sink would not take. */
  readonly refusal: CodedError | null;
  readonly answer: { readonly result: unknown } | null;
  readonly failure: FailureFrame | null;
  /** Exit code as reported: 128 + N stands for signal N, whichever way it ended. */
  readonly exit_code: number;
  /** False until the bootstrap has said that it runs: before that, nothing of the plugin did. */
  readonly started: boolean;
  /** False when standard output stopped inside a frame. */
  readonly at_boundary: boolean;
  /** True when the permission log reached the size a process may write. */
  readonly ledger_full: boolean;
  /** True when the plugin wrote into the permission log itself. */
  readonly ledger_forged: boolean;
  /** True when the log was written to the end, or there is none. */
  readonly ledger_complete: boolean;
  readonly peak_kb: number;
  readonly cpu_ms: number;
  /** Standard error, as far as it is kept. */
  readonly stderr: string;
  readonly limits: Limits;
}

/** How a step ended; `error` is null for ok and skipped. */
export interface ExitVerdict {
  readonly status: StepStatus;
  readonly error: CodedError | null;
}

/** Linux, in order from 1. */
const SIGNAL_NAMES: readonly string[] = [
  ...["SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE"],
  ...["SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT"],
  ...["SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU"],
  ...["SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS"],
];

/** V8's heap holds half of memory_mb; Deno itself takes about this much besides, in MiB. */
const RUNTIME_MB = 40;
/** Share of a limit that counts as having reached it: the peak is read now and then. */
const NEAR = 0.9;

/**
 * Name of the signal that an exit code stands for, whether the shell's way (bubblewrap) or the
 * system's; null when it is none.
 */
export function signalOf(exitCode: number): string | null {
  return SIGNAL_NAMES[exitCode - 129] ?? null;
}

/**
 * Decides how a step ended. A plugin can fake every exit code and print every text, so nothing
 * but `ok` and `skipped` gives it anything, and those need a result, a clean end and no refusal.
 * The first rule that fits decides.
 */
export function classifyExit(facts: ExitFacts): ExitVerdict {
  const { stopped, refusal, answer, failure, exit_code, limits } = facts;
  if (stopped === "abort") {
    return verdict("killed", "E_ABORTED", "The run was interrupted before the plugin answered");
  }
  if (refusal !== null) return { status: "refused", error: refusal };
  if (facts.ledger_forged) {
    return verdict("refused", "E_LEDGER_FORGED", "The plugin wrote into its own permission log");
  }
  if (stopped === "late") {
    return verdict("timeout", "E_EXIT_LATE", "The plugin answered, but its process did not end");
  }
  if (stopped === "memory") return outOfMemory(limits);
  if (stopped === "wall") {
    return verdict(
      "timeout",
      "E_WALL_TIMEOUT",
      `The plugin did not answer within its wall time of ${limits.wall_ms} ms`,
      "Raise sandbox.limits.wall_ms, or give the plugin less to do",
    );
  }
  if (failure !== null) {
    if (failure.allocation) return outOfMemory(limits);
    return { status: "error", error: new CodedError(failure.code, failure.message, failure.next) };
  }
  const signal = signalOf(exit_code);
  if (signal !== null) return killedBy(signal, facts);
  if (answer !== null) return answered(answer.result, facts);
  return unanswered(facts);
}

function killedBy(signal: string, facts: ExitFacts): ExitVerdict {
  const { limits } = facts;
  const cpuUsedUp = signal === "SIGKILL" && facts.cpu_ms >= limits.cpu_ms * NEAR;
  if (signal === "SIGXCPU" || cpuUsedUp) {
    return verdict(
      "timeout",
      "E_CPU_LIMIT",
      `The plugin used up its processor time of ${limits.cpu_ms} ms`,
      "Raise sandbox.limits.cpu_ms, or give the plugin less to do",
    );
  }
  if (signal === "SIGXFSZ" && facts.ledger_full) {
    return verdict(
      "killed",
      "E_LEDGER_FULL",
      "The plugin asked for permissions until their log was full",
    );
  }
  if (signal === "SIGXFSZ") {
    return verdict("killed", "E_FILE_SIZE_LIMIT", "The process reached its limit on file sizes");
  }
  if ((signal === "SIGTRAP" || signal === "SIGABRT") && ranOutOfMemory(facts)) {
    return outOfMemory(limits);
  }
  return verdict("killed", "E_KILLED", `The plugin's process was ended by ${signal}`);
}

/**
 * A heap can fill up between two readings of the peak, so V8's and Rust's last words count too. A plugin can
 * say them itself; all it gains is another word for its own failure.
 */
function ranOutOfMemory({ peak_kb, stderr, limits }: ExitFacts): boolean {
  const heapMb = limits.memory_mb / 2 + RUNTIME_MB;
  return peak_kb >= NEAR * heapMb * 1024 ||
    /Fatal (JavaScript|process) out of memory|heap out of memory|memory allocation of \d+ bytes failed/
      .test(stderr);
}

function outOfMemory(limits: Limits): ExitVerdict {
  return verdict(
    "oom",
    "E_MEMORY_LIMIT",
    `The plugin needed more memory than its limit of ${limits.memory_mb} MiB`,
    "Raise sandbox.limits.memory_mb, or give the plugin less to do",
  );
}

function answered(result: unknown, { exit_code, ledger_complete }: ExitFacts): ExitVerdict {
  if (exit_code !== 0) {
    return verdict("error", "E_EXIT_CODE", `The plugin answered, but ended with code ${exit_code}`);
  }
  if (!ledger_complete) {
    return verdict(
      "refused",
      "E_LEDGER_CLOSED",
      "The plugin answered, but its permission log stops before the end",
    );
  }
  const status = typeof result === "object" && result !== null && Object.hasOwn(result, "status")
    ? (result as { status: unknown }).status
    : undefined;
  if (status !== "ok" && status !== "skipped") {
    return verdict(
      "refused",
      "E_RESULT_STATUS",
      'The result\'s status is neither "ok" nor "skipped"',
    );
  }
  return { status, error: null };
}

function unanswered({ started, exit_code, at_boundary, stderr }: ExitFacts): ExitVerdict {
  if (!started && /^(bwrap|prlimit|setpriv): /.test(stderr)) {
    return verdict("error", "E_WALLS_START", "The walls around the plugin could not be built");
  }
  if (!at_boundary) {
    return verdict("refused", "E_FRAME_TRUNCATED", "The plugin ended in the middle of a frame");
  }
  if (exit_code === 0) {
    return verdict("refused", "E_RESULT_MISSING", "The plugin ended without sending a result");
  }
  if (exit_code === 1) {
    return verdict("error", "E_PLUGIN_CRASHED", "The plugin's process ended before it answered");
  }
  return verdict("error", "E_EXIT_CODE", `The plugin ended with code ${exit_code} and no answer`);
}

function verdict(status: StepStatus, code: string, message: string, next = ""): ExitVerdict {
  return { status, error: new CodedError(code, message, next) };
}
