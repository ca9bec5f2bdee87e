/** Descriptors looked at first; of more only where the process has room for more. */
const USUAL = 256;
/** Most that are looked at. */
const MOST = 65_536;

/**
 * Closes, in this process, the descriptors that a program started by it would inherit besides the
 * standard three: what a shell, an editor or a service manager left open goes on to every child,
 * and a plugin can use a socket, a pipe or a terminal by its number. The kernel's own descriptors
 * are not inherited.
 *
 * Which there are is read in a child, `cat`, since Deno gives nobody /proc/self: there they are all
 * that lies beyond the standard three.
 *
 * @param cat absolute path of `cat`
 * @returns the numbers that were closed
 */
export async function closeInheritedDescriptors(cat: string): Promise<number[]> {
  const first = await look(cat, 3, USUAL);
  const rest = first.room > USUAL ? await look(cat, USUAL, Math.min(first.room, MOST)) : null;
  const inherited = [...first.open, ...rest?.open ?? []];
  if (inherited.length > 0) await close(inherited);
  return inherited;
}

/** Which of the descriptors from `from` to below `to` a child has, and how many it has room for. */
async function look(
  cat: string,
  from: number,
  to: number,
): Promise<{ open: number[]; room: number }> {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  const child = new Deno.Command(cat, {
    args: ["/proc/self/status", ...numbers.map((n) => `/proc/self/fdinfo/${n}`)],
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const { stdout, stderr } = await child.output();
  const text = new TextDecoder();
  const absent = new Set(
    text.decode(stderr).matchAll(/\/proc\/self\/fdinfo\/(\d+)/g).map(([, number]) =>
      Number(number)
    ),
  );
  const room = Number(/^FDSize:\s+(\d+)$/m.exec(text.decode(stdout))?.[1] ?? 0);
  return { open: room === 0 ? [] : numbers.filter((n) => !absent.has(n)), room };
}

/** Node's handles for pipes take any descriptor, and close it with themselves. */
async function close(descriptors: readonly number[]): Promise<void> {
  const { default: process } = await import("node:process");
  const { Pipe } = (process as unknown as PipeBinding).binding("pipe_wrap");
  for (const descriptor of descriptors) {
    const handle = new Pipe(0);
    if (handle.open(descriptor) === 0) handle.close();
  }
}

interface PipeBinding {
  binding(name: "pipe_wrap"): {
    Pipe: new (type: number) => { open(descriptor: number): number; close(): void };
  };
}
