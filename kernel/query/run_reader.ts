/** A process that may read one pack, write nothing but its standard output, and reach nothing. */
export interface ReaderTask {
  /** Absolute path of the module it runs: order on standard input, bytes on standard output. */
  readonly main: string;
  /** Absolute path of the pack it may read. */
  readonly pack_path: string;
  /** What it is told, as JSON. */
  readonly order: unknown;
  /** After which it is killed; null leaves it its time. */
  readonly seconds: number | null;
}

/** How it ended. */
export interface ReaderEnd {
  readonly success: boolean;
  /** It was killed because its time was over. */
  readonly late: boolean;
  /** The beginning of what it said on standard error, or by which signal it ended. */
  readonly words: string;
}

/** Memory that it may have, in MiB, where the system can limit it. */
const MEMORY_MB = 4096;
/** Bytes of standard error that are shown. */
const SHOWN_ERROR = 2000;
const PRLIMIT = ["/usr/bin/prlimit", "/bin/prlimit"];

/**
 * Runs a module in a process of its own, and passes what it writes on as it comes. However this
 * ends, so does the process.
 * @param task see {@link ReaderTask}
 * @param write is given each piece; what it throws ends the process and is thrown on
 */
export async function runReader(
  { main, pack_path, order, seconds }: ReaderTask,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<ReaderEnd> {
  const deno = [
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    "--cached-only",
    "--no-remote",
    `--allow-read=${pack_path}`,
    main,
  ];
  const limit = PRLIMIT.find(exists);
  const cpu = seconds === null ? [] : [`--cpu=${seconds + 5}`];
  const line = limit === undefined
    ? deno
    : [limit, `--data=${MEMORY_MB * 1024 * 1024}`, ...cpu, ...deno];
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
  const timer = seconds === null ? undefined : setTimeout(() => {
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
    const words = (await said).trim().slice(0, SHOWN_ERROR);
    return { success, late, words: words === "" ? `it ended by ${signal ?? "itself"}` : words };
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
