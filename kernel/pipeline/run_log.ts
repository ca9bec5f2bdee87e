import type { LogFrame } from "../contract/frame.ts";

/** A line of a run's log. */
export interface LogLine extends LogFrame {
  readonly plugin_id: string;
}

/** Most bytes of one run's log; what comes after is left out, and the last line says so. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Opens a run's log: one JSON object a line, as the plugins sent them.
 * @param path absolute, in the run's own folder
 */
export function runLog(path: string): { write(line: LogLine): void; close(): void } {
  const file = Deno.openSync(path, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  let bytes = 0;
  return {
    write(line) {
      if (bytes > MAX_BYTES) return;
      let text = JSON.stringify(line);
      bytes += text.length;
      if (bytes > MAX_BYTES) text = JSON.stringify({ level: "warning", message: "log cut here" });
      const rest = encoder.encode(`${text}\n`);
      for (let at = 0; at < rest.length;) at += file.writeSync(rest.subarray(at));
    },
    close: () => file.close(),
  };
}
