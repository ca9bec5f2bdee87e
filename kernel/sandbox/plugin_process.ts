import { CodedError } from "../contract/coded_error.ts";
import type { StepRequest } from "../contract/request.ts";
import type { ExitFacts, StopReason } from "./classify_exit.ts";
import type { CommandLine } from "./command_line.ts";
import { outputLimit, spawnFailed } from "./errors.ts";
import { type ProcessFigures, ProcessMeter } from "./process_meter.ts";
import { readCapped } from "./read_capped.ts";
import { FrameReceiver } from "./receive_frames.ts";
import type { StepSink } from "./step_sink.ts";
import type { Walls } from "./standing_walls.ts";

/** Between the request to end and the end. */
const TERM_MS = 2000;
/** A process that has its leave to exit, or a pipe whose process has gone, gets this long. */
const LATE_MS = 3000;
/** Bytes of standard error that are kept. */
const STDERR_KEPT = 64 * 1024;
/**
 * Resident memory beyond memory_mb at which a process is ended, in MiB. RLIMIT_DATA is narrower:
 * this is for systems without it.
 */
const RSS_ALLOWANCE_MB = 192;
const MIB = 1024 * 1024;

type Timer = ReturnType<typeof setTimeout>;

/** What is known when the process has ended. */
export interface EndedProcess {
  readonly facts: Omit<ExitFacts, "limits" | `ledger_${string}`>;
  readonly figures: ProcessFigures;
  readonly stdout_bytes: number;
  readonly stderr_bytes: number;
  readonly log_lines_dropped: number;
  /** What the process was told with its leave, to be found in its permission log. */
  readonly leave: string;
}

/**
 * One plugin's process, from its start to its end: writes the request, reads both streams as fast
 * as the sink allows, watches the clock and the memory, and ends it when something is wrong.
 */
export class PluginProcess {
  readonly #request: StepRequest;
  readonly #signal: AbortSignal;
  readonly #receiver: FrameReceiver;
  readonly #child: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  readonly #meter: ProcessMeter;
  readonly #timers = new Set<Timer>();
  #wallTimer: Timer | undefined;
  #stopped: StopReason | null = null;
  #refusal: CodedError | null = null;
  /** An error of the kernel's own, such as a full disk, to be thrown when the process is gone. */
  #fault: { readonly error: unknown } | null = null;
  #stdoutBytes = 0;
  readonly #exited: Promise<Deno.CommandStatus>;
  #hasExited = false;
  /** 32 numbers below 16, so that they read the same however the plugin has changed the runtime. */
  readonly #leave = crypto.getRandomValues(new Uint8Array(32)).map((byte) => byte & 15);

  /**
   * Starts the process.
   * @throws CodedError E_SPAWN_FAILED
   */
  constructor(
    command: CommandLine,
    spec: { request: StepRequest; walls: Walls; signal: AbortSignal },
    sink: StepSink,
  ) {
    this.#request = spec.request;
    this.#signal = spec.signal;
    this.#receiver = new FrameReceiver(spec.request.plugin.type, spec.request.limits, sink);
    this.#child = spawn(command);
    this.#exited = this.#child.status.then((status) => {
      this.#hasExited = true;
      return status;
    });
    this.#stdin = this.#child.stdin.getWriter();
    const levels = spec.walls.bubblewrap === null ? 0 : 2;
    this.#meter = new ProcessMeter(spec.walls.cat, this.#child.pid, levels);
  }

  /**
   * Sends the request and stays until the process and its pipes have ended.
   * @param request the request frame
   */
  async run(request: Uint8Array): Promise<EndedProcess> {
    const { limits } = this.#request;
    const abort = () => this.#stop("abort");
    this.#signal.addEventListener("abort", abort, { once: true });
    if (this.#signal.aborted) abort();
    this.#wallTimer = this.#after(limits.wall_ms, () => this.#stop("wall"));
    // A plugin that never reads, or has died, breaks this pipe; its end says why.
    this.#stdin.write(request).catch(() => {});
    const stderr = readCapped(
      this.#child.stderr,
      STDERR_KEPT,
      limits.output_mb * MIB,
      () => this.#refuse(outputLimit("error", limits.output_mb)),
    );
    const watched = this.#watch();
    const reader = this.#child.stdout.getReader();
    const read = this.#read(reader);
    const status = await this.#exited;
    // What the process held open closes with it; a pipe that does not is let go.
    this.#after(LATE_MS, () => reader.cancel().catch(() => {}));
    await read;
    for (const timer of [...this.#timers]) this.#forget(timer);
    this.#signal.removeEventListener("abort", abort);
    await this.#stdin.close().catch(() => {});
    const { bytes, kept } = await stderr;
    await watched;
    if (this.#fault !== null) throw this.#fault.error;
    const figures = this.#meter.figures;
    return {
      facts: {
        stopped: this.#stopped,
        refusal: this.#refusal,
        answer: this.#receiver.answer,
        failure: this.#receiver.failure,
        exit_code: status.code,
        started: this.#stdoutBytes > 0,
        at_boundary: this.#receiver.atBoundary,
        peak_kb: figures.max_rss_kb,
        cpu_ms: figures.cpu_user_ms + figures.cpu_system_ms,
        stderr: new TextDecoder().decode(kept),
      },
      figures,
      stdout_bytes: this.#stdoutBytes,
      stderr_bytes: bytes,
      log_lines_dropped: this.#receiver.logLinesDropped,
      leave: [...this.#leave].map((digit) => digit.toString(16)).join(""),
    };
  }

  /** Reads frames until end-of-file; once the process is being stopped, only throws them away. */
  async #read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    let leave = false;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.#stdoutBytes += value.length;
      if (this.#stopped !== null) continue;
      try {
        await this.#receiver.receive(value);
      } catch (error) {
        if (error instanceof CodedError) this.#refuse(error);
        else this.#fail(error);
      }
      const ended = this.#receiver.answer !== null || this.#receiver.failure !== null;
      if (ended && !leave && this.#stopped === null) {
        leave = true;
        this.#giveLeave();
      }
    }
  }

  /** The process waits for end-of-file on its input, so that its last figures can be read. */
  #giveLeave(): void {
    this.#forget(this.#wallTimer);
    this.#meter.sample().then(() => {
      this.#stdin.write(this.#leave).catch(() => {});
      this.#stdin.close().catch(() => {});
      this.#after(LATE_MS, () => this.#stop("late"));
    });
  }

  /** Reads the figures now and then: what a process that dies early is known by. */
  async #watch(): Promise<void> {
    const { memory_mb } = this.#request.limits;
    for (let wait = 50;; wait = Math.min(1000, wait * 1.5)) {
      await this.#exitOrPause(wait);
      if (this.#hasExited) return;
      const { max_rss_kb } = await this.#meter.sample();
      if (max_rss_kb > (memory_mb + RSS_ALLOWANCE_MB) * 1024) this.#stop("memory");
    }
  }

  async #exitOrPause(ms: number): Promise<void> {
    const pause = Promise.withResolvers<void>();
    const timer = this.#after(ms, pause.resolve);
    await Promise.race([pause.promise, this.#exited]);
    this.#forget(timer);
  }

  #refuse(error: CodedError): void {
    if (this.#stopped === null) this.#refusal = error;
    this.#stop("refused");
  }

  #fail(error: unknown): void {
    this.#fault ??= { error };
    this.#stop("refused");
  }

  /** Asks the process to end, and two seconds later ends it. The first reason stays. */
  #stop(reason: StopReason): void {
    if (this.#stopped !== null || this.#hasExited) return;
    this.#stopped = reason;
    this.#kill("SIGTERM");
    this.#after(TERM_MS, () => this.#kill("SIGKILL"));
  }

  /** Of the child alone: Deno lets nobody signal a group. Behind bubblewrap all inside end with it. */
  #kill(signal: Deno.Signal): void {
    try {
      this.#child.kill(signal);
    } catch {
      // It has ended already.
    }
  }

  #after(ms: number, act: () => void): Timer {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #forget(timer: Timer | undefined): void {
    if (timer === undefined) return;
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}

function spawn(command: CommandLine): Deno.ChildProcess {
  try {
    return new Deno.Command(command.program, {
      args: [...command.args],
      env: { ...command.env },
      clearEnv: true,
      ...(command.cwd === null ? {} : { cwd: command.cwd }),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      // A group of its own, so that Ctrl-C reaches the kernel alone.
      detached: true,
    }).spawn();
  } catch (error) {
    throw spawnFailed(error instanceof Error ? error.message : String(error));
  }
}
