/** The most that this process's limits can be raised to; a limit that has no bound is absent. */
export interface HardLimits {
  /** Bytes of memory that a process may write to. */
  readonly data?: number;
  /** Seconds of processor time. */
  readonly cpu?: number;
  /** Bytes of one file. */
  readonly fsize?: number;
  /** Open descriptors. */
  readonly nofile?: number;
}

const NAMES = ["data", "cpu", "fsize", "nofile"] as const;

/**
 * Asks prlimit for the hard limits under which the kernel itself stands: asking for more than they
 * allow would keep every plugin from starting.
 * @param prlimit absolute path of the program
 */
export async function readHardLimits(prlimit: string): Promise<HardLimits> {
  const { stdout } = await new Deno.Command(prlimit, {
    args: [
      ...NAMES.map((name) => `--${name}`),
      ...["--noheadings", "--raw", "--output", "RESOURCE,HARD"],
    ],
    clearEnv: true,
    stdin: "null",
  }).output();
  return parseHardLimits(new TextDecoder().decode(stdout));
}

/**
 * Reads what prlimit prints: a resource and its limit on each line.
 * @param text such as `NOFILE 1024`, or `DATA unlimited`
 */
export function parseHardLimits(text: string): HardLimits {
  const limits: Partial<Record<typeof NAMES[number], number>> = {};
  for (const line of text.split("\n")) {
    const [, resource = "", value = ""] = /^([A-Z]+) +(\d+)\s*$/.exec(line) ?? [];
    const name = NAMES.find((one) => one.toUpperCase() === resource);
    if (name !== undefined) limits[name] = Number(value);
  }
  return limits;
}
