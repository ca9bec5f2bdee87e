import { CodedError } from "../contract/coded_error.ts";
import type { ErrorPage } from "./error_catalogue.ts";

/** An option whose value is not one of those it takes. */
export function invalidOption(option: string, value: string, takes: string): CodedError {
  return new CodedError(
    "E_USAGE_OPTION",
    `--${option} does not take ${JSON.stringify(value)}`,
    `it takes ${takes}`,
  );
}

/** A run, dataset or plugin that is not there. */
export function notFound(what: string, id: string, list: string): CodedError {
  return new CodedError(
    "E_USAGE_NOT_FOUND",
    `There is no ${what} ${JSON.stringify(id)}`,
    `list them with \`${list}\``,
  );
}

/** A code that `explain` does not know. */
export function unknownCode(code: string, nearest: string | undefined): CodedError {
  return new CodedError(
    "E_USAGE_CODE",
    `There is no error code ${JSON.stringify(code)} of the kernel`,
    nearest === undefined
      ? "list them with `deno task harness explain`; a plugin's own codes are in its README.md"
      : `did you mean ${nearest}? A plugin's own codes are in its README.md`,
  );
}

/** What each code of this area means; `explain CODE` prints it. */
export const COMMAND_ERRORS: Readonly<Record<string, ErrorPage>> = {
  E_USAGE_OPTION: {
    exit: 2,
    explanation: "An option was given a value it does not take; --help lists what it takes.",
  },
  E_USAGE_NOT_FOUND: {
    exit: 2,
    explanation:
      "A run, dataset version or plugin was named that this appdata folder does not have.",
  },
  E_USAGE_CODE: { exit: 2, explanation: "explain was asked for a code that does not exist." },
  E_PATH_COMMA: {
    exit: 2,
    explanation:
      "Deno reads a comma in a granted path as the start of a second path, and has no way to " +
      "escape it. A path with a comma could widen what the kernel may touch, so it is refused.",
  },
  E_SETUP_FAILED: {
    exit: 3,
    explanation:
      "The first start installs the npm packages that deno.lock names, each checked against its " +
      "integrity hash. After that nothing needs a network.",
  },
  E_KERNEL_UNEXPECTED: {
    exit: 3,
    explanation: "An error the kernel has no name for: a defect. Nothing was left half-written.",
  },
};
