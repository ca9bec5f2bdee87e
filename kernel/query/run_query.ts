import { queryFailed, queryTimeout } from "./errors.ts";

/** What the query's process is told. */
export interface QueryOrder {
  /** Absolute path of a pack. */
  readonly pack_path: string;
  readonly sql: string;
}

/** Memory that a query's process may have, in MiB, where the system can limit it. */
const MEMORY_MB = 4096;
/** Bytes of standard error that are shown. */
const SHOWN_ERROR = 2000;
const PRLIMIT = ["/usr/bin/prlimit", "/bin/prlimit"];

/**
 * Runs a person's SQL over `data(row_index, …columns)` of a dataset in a process of its own, and
 * passes its CSV on as it comes.
 * @param order see {@link QueryOrder}
 * @param seconds after which the process is killed
 * @param write is given each piece of the CSV
 * @throws CodedError E_QUERY_FAILED with what SQLite says, E_QUERY_TIMEOUT
 */
export async function runQuery(
  order: QueryOrder,
  seconds: number,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const main = `${import.meta.dirname}/query_main.ts`;
  const deno = [
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    "--cached-only",
    "--no-remote",
    `--allow-read=${order.pack_path}`,
    main,
  ];
  const limit = PRLIMIT.find(exists);
  const line = limit === undefined
    ? deno
    : [limit, `--data=${MEMORY_MB * 1024 * 1024}`, `--cpu=${seconds + 5}`, ...deno];
  const child = new Deno.Command(line[0]!, {
    args: line.slice(1),
    cwd: import.meta.dirname!.replace(/\/kernel\/query$/, ""),
    clearEnv: true,
    env: { DENO_DIR: "/dev/null", DENO_NO_UPDATE_CHECK: "1", TZ: "UTC", NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, seconds * 1000);
  try {
    const said = new Response(child.stderr).text();
    try {
      const stdin = child.stdin.getWriter();
      await stdin.write(new TextEncoder().encode(JSON.stringify(order)));
      await stdin.close();
    } catch {
      // It ended before it read its order; its exit code and its words follow.
    }
    for await (const bytes of child.stdout) await write(bytes);
    const { success, signal } = await child.status;
    if (late) throw queryTimeout(seconds);
    const words = (await said).trim().slice(0, SHOWN_ERROR);
    if (!success) throw queryFailed(words === "" ? `it ended by ${signal ?? "itself"}` : words);
  } finally {
    clearTimeout(timer);
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
  }
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    // Not there, or not for the kernel to look at: the walls of Deno stand without it.
    return false;
  }
}
