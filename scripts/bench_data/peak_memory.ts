/**
 * Runs this Deno with the given words and reads from outside how large its processes grew, since
 * only a process with all permissions may look into /proc. Prints a {@link PeakMemory} as JSON.
 */

/** Largest resident sets among a program's processes. */
export interface PeakMemory {
  /** Of the kernel and what starts it. */
  readonly kernel_mb: number;
  /** Of the largest process behind the walls. */
  readonly plugin_mb: number;
}

/** How often the processes are looked at; their peak is the system's own count (`VmHWM`). */
const EVERY_MS = 20;

const child = new Deno.Command(Deno.execPath(), {
  args: Deno.args,
  stdin: "null",
  stdout: "null",
  stderr: "piped",
}).spawn();
const peaks = new Map<number, { plugin: boolean; kb: number }>();
const timer = setInterval(() => look(child.pid), EVERY_MS);
const { code, stderr } = await child.output();
clearInterval(timer);
if (code !== 0) throw new Error(`the run ended with ${code}: ${new TextDecoder().decode(stderr)}`);
const answer: PeakMemory = { kernel_mb: largest(false), plugin_mb: largest(true) };
console.log(JSON.stringify(answer));

function largest(plugin: boolean): number {
  const those = [...peaks.values()].filter((one) => one.plugin === plugin);
  return Math.max(0, ...those.map(({ kb }) => kb)) / 1024;
}

/** Looks at a process and all that it started. */
function look(pid: number): void {
  try {
    const words = Deno.readTextFileSync(`/proc/${pid}/cmdline`);
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const kb = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    // A process that has ended but is still listed has no size.
    if (kb > 0) peaks.set(pid, { plugin: words.includes("bootstrap.js"), kb });
    for (const { name } of Deno.readDirSync(`/proc/${pid}/task`)) {
      const children = Deno.readTextFileSync(`/proc/${pid}/task/${name}/children`);
      for (const one of children.split(" ")) if (one !== "") look(Number(one));
    }
  } catch {
    // It has ended.
  }
}
