import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";

/** Every error this area makes: exit code of a command that ends with it, and its page. */
export const SANDBOX_ERRORS: ErrorCatalogue = {
  E_ABORTED: {
    exit: 1,
    explanation:
      "The run was interrupted (Ctrl-C, or the kernel was asked to stop), so the plugin's process " +
      "was ended before it answered. Run the same command again: finished steps are reused.",
  },
  E_ARTIFACT_LIMIT: {
    exit: 1,
    explanation:
      "A plugin announced more artifacts, or more bytes of artifacts, than it may. The bound on " +
      "bytes is sandbox.limits.artifacts_mb in its plugin.yaml.",
  },
  E_ARTIFACT_NAME: {
    exit: 1,
    explanation:
      "An artifact's name is one lower-case path segment such as scan.csv: letters, digits, _ and " +
      "-, at most three extensions and 100 characters, not used twice, and not a name that some " +
      "file system reserves (con, nul, aux …).",
  },
  E_CPU_LIMIT: {
    exit: 1,
    explanation:
      "The plugin used all the processor time that sandbox.limits.cpu_ms allows and was stopped by " +
      "the operating system. Raise the limit, or give the plugin less to do in its settings.",
  },
  E_EXIT_CODE: {
    exit: 1,
    explanation:
      "The plugin's process ended with an exit code that does not go with what it had sent. Its " +
      "standard error is kept in run.json.",
  },
  E_EXIT_LATE: {
    exit: 1,
    explanation:
      "The plugin answered but its process did not end when the kernel gave it leave to, so it was " +
      "stopped and its answer is not used. An unload handler or a busy loop does that.",
  },
  E_FILE_SIZE_LIMIT: {
    exit: 1,
    explanation:
      "The process reached its limit on file sizes. A plugin writes no files, but a library it " +
      "uses may: SQLite spills large temporary tables.",
  },
  E_FRAME_AFTER_RESULT: {
    exit: 1,
    explanation:
      "The plugin sent something after its result. Exactly one result ends a step, so neither of " +
      "the two can be trusted.",
  },
  E_FRAME_FIELD: {
    exit: 1,
    explanation:
      "A frame's body is JSON, but a field is missing, has another type or is out of range. The " +
      "SDK sends well-formed frames: this comes from writing to standard output directly.",
  },
  E_FRAME_JSON: {
    exit: 1,
    explanation:
      "A frame's body is not UTF-8 JSON, or is nested deeper or holds more values than the kernel " +
      "reads. The answer itself is bounded at 16 MiB: put tables into artifacts.",
  },
  E_FRAME_KIND: {
    exit: 1,
    explanation:
      "What the plugin wrote to standard output is not a frame of a known kind. Standard output " +
      "carries the protocol: print with ctx.log, or console.log, which goes to standard error.",
  },
  E_FRAME_LENGTH: {
    exit: 1,
    explanation:
      "A frame announced a longer body than its kind may have (schema and result 16 MiB, chunks " +
      "1 MiB, all else 256 KiB).",
  },
  E_FRAME_ORDER: {
    exit: 1,
    explanation:
      "A frame came where it may not: a chunk without its artifact, columns before their schema, " +
      "a dataset from a plugin whose type makes none, or an artifact that was left unfinished.",
  },
  E_FRAME_TRUNCATED: {
    exit: 1,
    explanation: "The plugin's process ended in the middle of a frame.",
  },
  E_KILLED: {
    exit: 1,
    explanation:
      "The plugin's process was ended by a signal that the kernel did not send: by another " +
      "program, by the operating system when memory ran out, or by a crash of the runtime.",
  },
  E_LEDGER_CLOSED: {
    exit: 1,
    explanation:
      "At its end a process is told a word and asks for it as for a file, so that the log of what it " +
      "asked for ends with it. Here the word is missing: the plugin closed the log, took the word " +
      "from standard input, or ended by itself before it had leave to.",
  },
  E_LEDGER_FORGED: {
    exit: 1,
    explanation:
      "Every permission a plugin asks for is written down by Deno, in the plugin's own process. This " +
      "plugin found the descriptor and wrote there too, which spoils lines that are not its own, so " +
      "nothing it answered is believed.",
  },
  E_LEDGER_FULL: {
    exit: 1,
    explanation:
      "Every permission a plugin asks for is written down, granted or not, in a log of at most " +
      "1 MiB. This plugin asked until the log was full, which ends its process: a plugin opens its " +
      "input a few times, not thousands.",
  },
  E_MEMORY_LIMIT: {
    exit: 1,
    explanation:
      "The plugin needed more memory than sandbox.limits.memory_mb: half of it is the bound of the " +
      "JavaScript heap, all of it that of array buffers. Workers reserve 512 MiB each and do not fit.",
  },
  E_OUTPUT_LIMIT: {
    exit: 1,
    explanation:
      "The plugin wrote more than sandbox.limits.output_mb to standard output (artifact contents " +
      "count against artifacts_mb instead).",
  },
  E_PATH_COMMA: {
    exit: 2,
    explanation:
      "Deno reads a comma in a granted path as the start of a second path and has no way to escape " +
      "it. Without bubblewrap, plugins cannot work in a folder whose path holds a comma or a " +
      "control character: move it, or choose another with --appdata.",
  },
  E_PLUGIN_CRASHED: {
    exit: 1,
    explanation:
      "The plugin's process ended before it answered, with an error the runtime reports as code 1: " +
      "most often a promise that nobody settles. Its standard error is kept in run.json.",
  },
  E_PLUGIN_DENIED: {
    exit: 1,
    explanation:
      "The plugin, or a module it imports, tried something outside its walls: a file other than its " +
      "input and its own bundle, the network, the environment, another program. Nothing was given.",
  },
  E_PLUGIN_LOAD: {
    exit: 1,
    explanation:
      "The plugin's bundle could not be loaded: a syntax error, a missing module, or a default " +
      "export that is not definePlugin({ run }).",
  },
  E_PLUGIN_THREW: {
    exit: 1,
    explanation:
      "The plugin's code threw an error without a code of its own. The stack is in run.json.",
  },
  E_RESULT_MISSING: {
    exit: 1,
    explanation:
      "The plugin's process ended well but never sent a result: it called Deno.exit, or returned " +
      "before it had an answer.",
  },
  E_RESULT_STATUS: {
    exit: 1,
    explanation: 'A result is an object whose status is "ok" or "skipped"; this one is not.',
  },
  E_SPAWN_FAILED: {
    exit: 3,
    explanation:
      "The process of a plugin could not be started. Deno or one of the programs that build the " +
      "walls is missing, may not be run, or the system has no room for another process.",
  },
  E_STAGE_FILE: {
    exit: 1,
    explanation:
      "A step's input must be regular files, or folders of regular files. Links, devices, sockets " +
      "and pipes are not followed, because whoever made them would decide what a plugin reads.",
  },
  E_STAGE_NAME: {
    exit: 1,
    explanation:
      "A step's input was to be given a name that is not one plain path segment, or one used twice.",
  },
  E_STDERR_LIMIT: {
    exit: 1,
    explanation: "The plugin wrote more than sandbox.limits.output_mb to standard error.",
  },
  E_WALLS_DOWN: {
    exit: 3,
    explanation:
      "Before it runs a stranger's code, the kernel runs a plugin of its own that tries the known " +
      "ways out. One of them worked, so nothing else is run. A version of Deno other than the one " +
      "this program was made for is the likeliest cause.",
  },
  E_WALLS_MISSING: {
    exit: 3,
    explanation:
      "--walls strict was asked for, and this machine lacks a part of the second wall. Debian and " +
      "Ubuntu: apt-get install bubblewrap util-linux. Fedora: dnf install bubblewrap util-linux. " +
      "Ubuntu 23.10 and later also restrict bubblewrap through AppArmor, which an administrator " +
      "lifts with a profile for /usr/bin/bwrap. macOS and Windows have the first wall only.",
  },
  E_WALLS_START: {
    exit: 3,
    explanation:
      "One of the programs that build the walls (prlimit, setpriv, bwrap) refused to start the " +
      "plugin. Nothing of the plugin ran. `harness doctor` says what this machine offers.",
  },
  E_WALLS_UNTESTED: {
    exit: 3,
    explanation:
      "The plugin that tests the walls before any other runs could not be run to its end, so " +
      "nobody knows whether they hold.",
  },
  E_WALL_TIMEOUT: {
    exit: 1,
    explanation:
      "The plugin did not answer within sandbox.limits.wall_ms and was stopped. Raise the limit, or " +
      "give the plugin less to do in its settings.",
  },
};

/** A frame is wrong in itself; `code` is one of E_FRAME_*. */
export function frameError(code: `E_FRAME_${string}`, what: string): CodedError {
  return new CodedError(
    code,
    `The plugin broke the frame protocol: ${what}`,
    "Write to standard output through the SDK only; console.log goes to standard error",
  );
}

/** Standard output or standard error is longer than `limitMb` MiB. */
export function outputLimit(stream: "output" | "error", limitMb: number): CodedError {
  return new CodedError(
    stream === "output" ? "E_OUTPUT_LIMIT" : "E_STDERR_LIMIT",
    `The plugin wrote more than ${limitMb} MiB to standard ${stream}`,
    "Raise sandbox.limits.output_mb in its plugin.yaml, or move tables into artifacts",
  );
}

/** An artifact's name cannot be a file. */
export function artifactName(name: string, why: string): CodedError {
  return new CodedError(
    "E_ARTIFACT_NAME",
    `The plugin named an artifact ${JSON.stringify(name.slice(0, 120))}, ${why}`,
    "Use one lower-case segment such as scan.csv",
  );
}

/** Too many artifacts or too many bytes of them. */
export function artifactLimit(what: string): CodedError {
  return new CodedError(
    "E_ARTIFACT_LIMIT",
    `The plugin announced ${what}`,
    "Raise sandbox.limits.artifacts_mb in its plugin.yaml, or write fewer and smaller files",
  );
}

/** A path that Deno would read as two. */
export function pathComma(path: string): CodedError {
  return new CodedError(
    "E_PATH_COMMA",
    `Cannot grant a plugin the path ${
      JSON.stringify(path)
    }: it is not absolute, or holds a comma ` +
      "or a control character, which Deno reads as two paths",
    "Use --appdata with a plain path, or install bubblewrap",
  );
}

/** An input that is not a regular file or a folder of them. */
export function stageFile(name: string, why: string): CodedError {
  return new CodedError(
    "E_STAGE_FILE",
    `Cannot hand ${JSON.stringify(name)} to a plugin: ${why}`,
    "Give the plugin regular files only",
  );
}

/** An input's name that is not one plain segment. */
export function stageName(name: string): CodedError {
  return new CodedError(
    "E_STAGE_NAME",
    `Cannot stage an input under the name ${JSON.stringify(name)}: it is not a plain path ` +
      "segment, or is used twice",
  );
}

/** `--walls strict` on a machine without the second wall. */
export function wallsMissing(missing: readonly { name: string; why: string; how: string }[]) {
  const list = missing.map(({ name, why }) => `${name} (${why})`).join(", ");
  const how = [...new Set(missing.map((part) => part.how))].join("; ");
  return new CodedError("E_WALLS_MISSING", `--walls strict needs ${list}`, how);
}

/** The canary found a way out. */
export function wallsDown(leaks: readonly string[], standing: readonly string[]): CodedError {
  return new CodedError(
    "E_WALLS_DOWN",
    `The walls (${standing.join(", ")}) do not hold against this: ${leaks.join(", ")}`,
    "Use the version of Deno named in the README, and install bubblewrap",
  );
}

/** The canary did not come to its end. */
export function wallsUntested(why: { readonly code: string; readonly message: string }) {
  return new CodedError(
    "E_WALLS_UNTESTED",
    `The plugin that tests the walls could not be run: ${why.code}: ${why.message}`,
    "Run harness doctor to see what this machine offers",
  );
}

/** The operating system would not start the process. */
export function spawnFailed(why: string): CodedError {
  return new CodedError(
    "E_SPAWN_FAILED",
    `Cannot start the plugin's process: ${why}`,
    "Run harness doctor to see which program is missing",
  );
}
