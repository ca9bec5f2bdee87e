/**
 * The launcher: makes sure the npm packages are there, turns the paths on the command line into
 * grants, and starts the kernel with exactly those. It imports no package, so that it runs on a machine where nothing is installed yet.
 *
 * Only this file may decide what the kernel is granted.
 */
import { type PathGrant, resolvePathWords } from "./commands/path_words.ts";
import { DEFAULT_PORT, portOf } from "./commands/serve_port.ts";
import { CodedError } from "./contract/coded_error.ts";
import { escapeTerminal } from "./diagnostics/escape_terminal.ts";
import { ensurePackages } from "./ensure_packages.ts";
import { wallPrograms } from "./sandbox/wall_programs.ts";

const PROJECT = import.meta.dirname!.replace(/\/kernel$/, "");
const EXIT_USAGE = 2;
const EXIT_BROKEN = 3;

/** What decides the kernel's permissions. */
export interface KernelGrants {
  readonly project: string;
  readonly deno: string;
  readonly appdata: string;
  readonly paths: readonly PathGrant[];
  readonly writes_lock: boolean;
  /** Port of a command that serves: it may listen there, on 127.0.0.1, and start no process. */
  readonly serve_port?: number | undefined;
}

/**
 * The permission flags of one kernel process.
 * @param grants absolute paths; none may hold a comma or a control character
 * @throws CodedError E_PATH_COMMA when a path cannot be granted
 */
export function kernelPermissions(grants: KernelGrants): string[] {
  const { project, appdata, deno } = grants;
  const lock = grants.writes_lock ? [`${project}/plugins.lock`, `${project}/plugins.lock.tmp`] : [];
  const read = [
    ...lock,
    `${project}/deno.json`,
    `${project}/deno.lock`,
    `${project}/plugins.lock`,
    `${project}/kernel`,
    `${project}/plugins`,
    `${project}/node_modules`,
    appdata,
    ...grants.paths.filter(({ use }) => use === "read").map(({ path }) => path),
  ];
  const write = [
    appdata,
    ...grants.paths.filter(({ use }) => use === "write").map(({ path }) => path),
    ...lock,
  ];
  for (const path of [...read, ...write, deno]) {
    // deno-lint-ignore no-control-regex
    if (/[,\x00-\x1f\x7f]/.test(path)) {
      throw new CodedError(
        "E_PATH_COMMA",
        `Cannot grant ${JSON.stringify(path)}: Deno reads a comma in a path as a second path, ` +
          `and control characters are refused with it`,
        "rename the file or folder, or copy it to a path without commas",
      );
    }
  }
  return [
    "--no-prompt",
    `--allow-read=${read.join(",")}`,
    `--allow-write=${write.join(",")}`,
    grants.serve_port === undefined
      ? `--allow-run=${wallPrograms(deno).join(",")}`
      : `--allow-net=127.0.0.1:${grants.serve_port}`,
  ];
}

/** Starts the kernel, passes signals on to it, and returns its exit code. */
async function startKernel(words: readonly string[], permissions: string[]): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--cached-only",
      "--no-remote",
      ...permissions,
      `${PROJECT}/kernel/main.ts`,
      ...words,
    ],
    cwd: PROJECT,
    // Deno asks once a day, over the network, whether there is a newer one.
    env: { DENO_NO_UPDATE_CHECK: "1" },
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => {
      try {
        child.kill(signal);
      } catch {
        // It has ended already; its exit code follows.
      }
    });
  }
  const status = await child.status;
  return status.code;
}

/** The port on the command line, or the usual one when it is none: the kernel says what is wrong. */
function servePort(words: readonly string[]): number {
  // The last, as the parser takes it.
  const at = words.lastIndexOf("--port");
  return (at < 0 ? undefined : portOf(words[at + 1] ?? "")) ?? DEFAULT_PORT;
}

async function main(): Promise<number> {
  const cwd = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  const defaultAppdata = Deno.env.get("HARNESS_APPDATA") || "appdata";
  const { command, words, appdata, grants, wants_help } = resolvePathWords(
    Deno.args,
    cwd,
    defaultAppdata,
  );
  if (command === undefined || wants_help) {
    // Help and usage errors need no grants, so they need no second process.
    // Computed, so that the packages it imports are looked for only now.
    const kernel = new URL("./main.ts", import.meta.url).href;
    const { main: kernelMain } = await import(kernel);
    return await kernelMain(words);
  }
  const permissions = kernelPermissions({
    project: PROJECT,
    deno: Deno.execPath(),
    appdata,
    paths: grants,
    serve_port: command.serves ? servePort(words) : undefined,
    writes_lock: command.writes_lock === true && words.includes("--builtin"),
  });
  return await startKernel(words, permissions);
}

/** Says what is wrong with the command line. */
function usageError(error: unknown): number {
  if (!(error instanceof CodedError)) throw error;
  const { code, message, next } = error;
  console.error(`error[${code}]: ${escapeTerminal(message)}\n  next: ${escapeTerminal(next)}`);
  return EXIT_USAGE;
}

if (import.meta.main) {
  if (!await ensurePackages()) Deno.exit(EXIT_BROKEN);
  Deno.exit(await main().catch(usageError));
}
