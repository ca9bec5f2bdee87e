/** Folders only an administrator can write to. */
export const PROGRAM_FOLDERS = ["/usr/bin", "/bin"] as const;

/** Programs that walls are made of, and `cat`, which reads a child's figures from /proc. */
export const WALL_TOOLS = ["prlimit", "setpriv", "bwrap", "cat"] as const;

/**
 * Every program the sandbox may start, absolute: the kernel needs exactly
 * `--allow-run=<these, joined by commas>`. Paths that do not exist do no harm there.
 * @param denoPath absolute path of the running Deno, `Deno.execPath()`
 */
export function wallPrograms(denoPath: string): readonly string[] {
  return [
    denoPath,
    ...WALL_TOOLS.flatMap((tool) => PROGRAM_FOLDERS.map((folder) => `${folder}/${tool}`)),
  ];
}
