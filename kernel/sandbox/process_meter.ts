/** What the kernel measured of a process; a plugin's own word is never asked for. */
export interface ProcessFigures {
  readonly cpu_user_ms: number;
  readonly cpu_system_ms: number;
  /** Peak resident memory (VmHWM), KiB. */
  readonly max_rss_kb: number;
}

/** Clock ticks per second in /proc/PID/stat: fixed at 100 for user space on Linux. */
const TICKS_PER_SECOND = 100;

/**
 * Reads a child's processor time and peak memory. /proc of another process would need Deno's
 * `--allow-all`, so `cat` reads it (1.5–9 ms a time). Behind bubblewrap the child is bubblewrap,
 * whose child is the first process of the new namespace, whose child is Deno: found once, kept.
 */
export class ProcessMeter {
  readonly #cat: string | null;
  readonly #root: number;
  readonly #command: string;
  #levels: number;
  #pid: number | null = null;
  #figures: ProcessFigures = { cpu_user_ms: 0, cpu_system_ms: 0, max_rss_kb: 0 };

  /**
   * @param cat absolute path of `cat`, or null where there is none: then all figures stay 0
   * @param root process id of the child that was started
   * @param levels how many generations below it Deno is: 0 with flags alone, 2 behind bubblewrap
   * @param command what the kernel calls the process: the file name of its program
   */
  constructor(cat: string | null, root: number, levels: 0 | 2, command: string) {
    this.#cat = cat;
    this.#root = root;
    this.#levels = levels;
    this.#command = command.slice(0, 15);
  }

  /** The figures read last, each the largest seen. */
  get figures(): ProcessFigures {
    return this.#figures;
  }

  /** Reads the figures again. A process that has gone leaves them as they were. */
  async sample(): Promise<ProcessFigures> {
    this.#pid ??= await this.#descend();
    if (this.#pid === null) return this.#figures;
    const folder = `/proc/${this.#pid}`;
    const text = await this.#read([`${folder}/stat`, `${folder}/status`]);
    const seen = parseFigures(text, this.#command);
    if (seen === null) return this.#figures;
    const before = this.#figures;
    this.#figures = {
      cpu_user_ms: Math.max(before.cpu_user_ms, seen.cpu_user_ms),
      cpu_system_ms: Math.max(before.cpu_system_ms, seen.cpu_system_ms),
      max_rss_kb: Math.max(before.max_rss_kb, seen.max_rss_kb),
    };
    return this.#figures;
  }

  async #descend(): Promise<number | null> {
    let pid = this.#root;
    for (let level = 0; level < this.#levels; level++) {
      const children = await this.#read([`/proc/${pid}/task/${pid}/children`]);
      const child = Number.parseInt(children, 10);
      if (!(child > 0)) return null;
      pid = child;
    }
    return pid;
  }

  async #read(paths: readonly string[]): Promise<string> {
    if (this.#cat === null) return "";
    try {
      const { stdout } = await new Deno.Command(this.#cat, {
        args: [...paths],
        clearEnv: true,
        stdin: "null",
        stderr: "null",
      }).output();
      return new TextDecoder().decode(stdout);
    } catch {
      return ""; // Measuring may fail; the step must not.
    }
  }
}

/**
 * Reads `/proc/PID/stat` followed by `/proc/PID/status`.
 * @param text both, one after the other
 * @param command expected name of the process, so that bubblewrap before its exec does not count
 * @returns null when it is another process, or gone
 */
export function parseFigures(text: string, command: string): ProcessFigures | null {
  const line = text.split("\n", 1)[0]!;
  // The name is in parentheses and may hold some itself.
  const open = line.indexOf("(");
  const close = line.lastIndexOf(")");
  if (open < 0 || line.slice(open + 1, close) !== command) return null;
  const after = line.slice(close + 2).split(" ");
  const ticks = (field: number) => Number(after[field - 3]) * (1000 / TICKS_PER_SECOND);
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(text);
  if (peak === null) return null;
  return { cpu_user_ms: ticks(14), cpu_system_ms: ticks(15), max_rss_kb: Number(peak[1]) };
}
