/** What the kernel measured of a process; a plugin's own word is never asked for. */
export interface ProcessFigures {
  readonly cpu_user_ms: number;
  readonly cpu_system_ms: number;
  /** Peak resident memory (VmHWM), KiB. */
  readonly max_rss_kb: number;
}

/** Clock ticks per second in /proc/PID/stat: fixed at 100 for user space on Linux. */
const TICKS_PER_SECOND = 100;
/** Process ids after bubblewrap's own among which its descendants are looked for first. */
const NEAR = 12;

/**
 * Reads a child's processor time and peak memory. /proc of another process would need Deno's
 * `--allow-all`, so `cat` reads it (1.5–9 ms a time). Behind bubblewrap the child is bubblewrap,
 * whose child is the first process of the new namespace, whose child is Deno: found once, kept.
 */
export class ProcessMeter {
  readonly #cat: string | null;
  readonly #root: number;
  readonly #levels: 0 | 2;
  #pid: number | null = null;
  #figures: ProcessFigures = { cpu_user_ms: 0, cpu_system_ms: 0, max_rss_kb: 0 };

  /**
   * @param cat absolute path of `cat`, or null where there is none: then all figures stay 0
   * @param root process id of the child that was started
   * @param levels how many generations below it Deno is: 0 with flags alone, 2 behind bubblewrap
   */
  constructor(cat: string | null, root: number, levels: 0 | 2) {
    this.#cat = cat;
    this.#root = root;
    this.#levels = levels;
    if (levels === 0) this.#pid = root;
  }

  /** The figures read last, each the largest seen. */
  get figures(): ProcessFigures {
    return this.#figures;
  }

  /** Reads the figures again. A process that has gone leaves them as they were. */
  async sample(): Promise<ProcessFigures> {
    const text = this.#pid === null ? await this.#readNear() : await this.#readOne(this.#pid);
    this.#pid ??= findDescendant(text, this.#root, this.#levels);
    if (this.#pid !== null) return this.#keep(parseFigures(text, this.#pid));
    this.#pid = await this.#descend();
    if (this.#pid === null) return this.#figures;
    return this.#keep(parseFigures(await this.#readOne(this.#pid), this.#pid));
  }

  #keep(seen: ProcessFigures | null): ProcessFigures {
    if (seen === null) return this.#figures;
    const before = this.#figures;
    this.#figures = {
      cpu_user_ms: Math.max(before.cpu_user_ms, seen.cpu_user_ms),
      cpu_system_ms: Math.max(before.cpu_system_ms, seen.cpu_system_ms),
      max_rss_kb: Math.max(before.max_rss_kb, seen.max_rss_kb),
    };
    return this.#figures;
  }

  #readOne(pid: number): Promise<string> {
    return this.#read([`/proc/${pid}/stat`, `/proc/${pid}/status`]);
  }

  /** Descendants mostly have the next process ids: one `cat` then does for three. */
  #readNear(): Promise<string> {
    const pids = Array.from({ length: NEAR }, (_, i) => this.#root + 1 + i);
    return this.#read(pids.flatMap((pid) => [`/proc/${pid}/stat`, `/proc/${pid}/status`]));
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
 * One line of `/proc/PID/stat`: id, name in parentheses, state, and dozens of numbers. A process
 * gives itself its name, of at most 15 bytes, line ends and parentheses among them (only `status`
 * escapes it), so what follows it is told by being too long for a name; and nothing here goes by
 * the name, or a plugin could hide from being measured.
 */
const STAT = /^(\d+) \([^]{0,32}?\) [A-Za-z]((?: -?\d+){20,})$/gm;

/** Every process whose `stat` is in a text. */
function parseStats(text: string) {
  return [...text.matchAll(STAT)].map((match) => ({
    pid: Number(match[1]),
    /** The first of these is field 4 of the line. */
    fields: match[2]!.trim().split(" ").map(Number),
    end: match.index + match[0].length,
  }));
}

/**
 * Finds a process among many by its parents.
 * @param text `stat` and `status` of several processes, one after the other
 * @param root process id of the ancestor
 * @param levels how many generations below it
 */
export function findDescendant(text: string, root: number, levels: number): number | null {
  const processes = parseStats(text);
  let found: number | null = root;
  for (let level = 0; level < levels && found !== null; level++) {
    found = processes.find(({ fields }) => fields[0] === found)?.pid ?? null;
  }
  return found;
}

/**
 * Reads `/proc/PID/stat` followed by `/proc/PID/status`. What the process did before it became
 * Deno (prlimit, bubblewrap) is counted with it: a few milliseconds.
 * @param text both, one after the other, perhaps with those of other processes around them
 * @param pid which process
 * @returns null when it has gone
 */
export function parseFigures(text: string, pid: number): ProcessFigures | null {
  const stat = parseStats(text).find((each) => each.pid === pid);
  if (stat === undefined) return null;
  const ticks = (field: number) => stat.fields[field - 4]! * (1000 / TICKS_PER_SECOND);
  const status = text.slice(stat.end).split(/^\d+ \(/m, 1)[0]!;
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status);
  if (peak === null) return null;
  return { cpu_user_ms: ticks(14), cpu_system_ms: ticks(15), max_rss_kb: Number(peak[1]) };
}
