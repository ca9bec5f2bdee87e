import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import type { RunObserver } from "../pipeline/run_observer.ts";
import { printTo } from "./print_to.ts";

/** Where a display writes: standard error, or a recorder in tests. */
export interface DisplayTarget {
  readonly isTerminal: boolean;
  readonly color: boolean;
  readonly columns: number;
  write(text: string): void;
}

const MARKS: Readonly<Record<string, readonly [mark: string, color: number]>> = {
  ok: ["✓", 32],
  skipped: ["–", 90],
};
const FAILED_MARK = ["✗", 31] as const;

/**
 * Shows a run as it goes, on standard error: on a terminal one line a step as it ends, and below
 * them what is running; elsewhere only notes and failures, one line each.
 * @param target where to write
 */
export function runDisplay(
  target: DisplayTarget,
): RunObserver & { alarm(message: string): void; close(): void } {
  const running = new Map<string, string>();
  const { isTerminal } = target;

  function paint(text: string, code: number): string {
    return target.color ? `\x1b[${code}m${text}\x1b[0m` : text;
  }

  function clearStatus(): void {
    if (isTerminal) target.write("\r\x1b[K");
  }

  function drawStatus(): void {
    if (!isTerminal || running.size === 0) return;
    const line = [...running].map(([id, state]) => state === "" ? id : `${id} ${state}`).join(", ");
    target.write(paint(shorten(`… ${line}`, target.columns - 1), 90));
  }

  function print(line: string): void {
    clearStatus();
    target.write(`${line}\n`);
    drawStatus();
  }

  return {
    stepStarted({ plugin_id }) {
      running.set(plugin_id, "");
      clearStatus();
      drawStatus();
    },
    stepProgress({ plugin_id, done, total }) {
      if (!running.has(plugin_id)) return;
      const percent = total > 0 ? `${Math.floor(100 * Math.min(1, done / total))} %` : "";
      if (running.get(plugin_id) === percent) return;
      running.set(plugin_id, percent);
      clearStatus();
      drawStatus();
    },
    stepLog({ plugin_id, level, message }) {
      if (level === "warning" && isTerminal) {
        print(`  ${plugin_id}: ${shorten(escapeTerminal(message), 200)}`);
      }
    },
    stepEnded({ plugin_id, status, duration_ms, reused, error, summary }) {
      running.delete(plugin_id);
      const [mark, color] = MARKS[status] ?? FAILED_MARK;
      const failed = error !== null;
      if (!isTerminal && !failed) return;
      const seconds = (reused ? "reused" : `${(duration_ms / 1000).toFixed(1)} s`).padStart(7);
      const what = failed ? `${status}: ${error.code}: ${error.message}` : summary;
      const room = isTerminal ? Math.max(30, target.columns - 42) : 2000;
      const text = shorten(escapeTerminal(what), room);
      print(
        `${paint(failed ? "✗" : mark, failed ? 31 : color)} ${
          plugin_id.padEnd(30)
        }${seconds}  ${text}`,
      );
    },
    note(message) {
      print(escapeTerminal(message));
    },
    alarm(message) {
      print(paint(escapeTerminal(message), 31));
    },
    close() {
      running.clear();
      clearStatus();
    },
  };
}

/** The display of this process's standard error. */
export function standardErrorTarget(): DisplayTarget {
  const isTerminal = Deno.stderr.isTerminal();
  let columns = 80;
  try {
    if (isTerminal) columns = Deno.consoleSize().columns;
  } catch {
    // Standard output is not a terminal: its size is not known.
  }
  return {
    isTerminal,
    columns,
    color: isTerminal && !Deno.noColor,
    write: (text) => printTo(Deno.stderr, text),
  };
}

function shorten(text: string, length: number): string {
  const line = text.replaceAll("\n", " ");
  return line.length <= length ? line : `${line.slice(0, Math.max(1, length - 1))}…`;
}
