import { CodedError } from "../contract/coded_error.ts";
import { SourceError } from "../diagnostics/errors.ts";
import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { PluginProblemsError } from "../registry/errors.ts";
import { EXIT } from "./command_handler.ts";
import { ERRORS } from "./error_catalogue.ts";

/**
 * Says on standard error what went wrong and what to do next, and gives the exit code. Nothing a
 * file or plugin put into a message reaches the terminal unescaped, and no stack is shown.
 * @param error whatever was thrown
 * @param json whether to print it as one JSON object on standard output instead
 */
export function reportFailure(error: unknown, json: boolean): number {
  const coded = error instanceof CodedError ? error : unexpected(error);
  const exit = ERRORS[coded.code]?.exit ?? EXIT.broken;
  if (json) {
    const { code, message, next } = coded;
    console.log(jsonText({ error: { code, message, next }, exit_code: exit }));
    return exit;
  }
  if (coded instanceof SourceError || coded instanceof PluginProblemsError) {
    console.error(`${coded.frames({ color: Deno.stderr.isTerminal() && !Deno.noColor })}\n`);
  }
  console.error(`error[${coded.code}]: ${escapeTerminal(coded.message)}`);
  const next = coded.next || `deno task harness explain ${coded.code}`;
  console.error(`  next: ${escapeTerminal(next)}`);
  return exit;
}

function unexpected(error: unknown): CodedError {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new CodedError(
    "E_KERNEL_UNEXPECTED",
    `Something happened that the kernel does not expect: ${what}`,
    "this is a defect: please report it with the command that led to it",
  );
}
