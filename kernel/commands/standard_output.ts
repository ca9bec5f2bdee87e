import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { outputFailed } from "./errors.ts";

/** Thrown when whoever read standard output has enough (`… | head`): a command then ends quietly. */
export class OutputClosed extends Error {
  override readonly name = "OutputClosed";

  constructor() {
    super("standard output was closed");
  }
}

/** Data on standard output, as it is made. */
export interface StandardOutput {
  /** @throws OutputClosed, CodedError E_OUTPUT_FAILED */
  write(data: string | Uint8Array): Promise<void>;
}

/** Where the bytes go: standard output, or a recorder in tests. */
export interface OutputTarget {
  readonly isTerminal: boolean;
  write(bytes: Uint8Array): Promise<number>;
}

/**
 * A stream of text for programs and people. What is piped or redirected is exact to the byte; on a
 * terminal everything that a terminal would obey is escaped, because cells are a stranger's.
 * @param target standard output unless a test gives its own
 */
export function standardOutput(
  target: OutputTarget = {
    isTerminal: Deno.stdout.isTerminal(),
    write: (bytes) => Deno.stdout.write(bytes),
  },
): StandardOutput {
  const encoder = new TextEncoder();
  const shown = terminalText();
  return {
    async write(data) {
      let bytes = typeof data === "string" ? encoder.encode(data) : data;
      if (target.isTerminal) bytes = encoder.encode(shown(bytes));
      try {
        for (let at = 0; at < bytes.length;) at += await target.write(bytes.subarray(at));
      } catch (error) {
        if (error instanceof Deno.errors.BrokenPipe) throw new OutputClosed();
        throw outputFailed(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

/** UTF-8 as it may be shown, piece by piece; line breaks stay, those of CSV become line feeds. */
function terminalText(): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder();
  let held = "";
  return (bytes) => {
    let text = held + decoder.decode(bytes, { stream: true });
    // Half of a line break: the other half is in the next piece.
    held = text.endsWith("\r") ? "\r" : "";
    text = text.slice(0, text.length - held.length);
    return escapeTerminal(text.replaceAll("\r\n", "\n"), { newlines: "keep" })
      .replaceAll("\t", "\\t");
  };
}
