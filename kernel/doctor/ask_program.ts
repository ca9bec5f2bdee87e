/** What a program said. */
export interface ProgramAnswer {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** No question takes longer. */
const PATIENCE_MS = 10_000;

/**
 * Starts one of the programs the kernel may start, with nothing in its environment.
 * @param path absolute
 * @param args no shell reads them
 * @returns null when it could not be started, or did not end
 */
export async function askProgram(
  path: string,
  args: readonly string[],
): Promise<ProgramAnswer | null> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(path, {
      args: [...args],
      clearEnv: true,
      stdin: "null",
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).output();
    const decoder = new TextDecoder();
    return {
      success,
      stdout: decoder.decode(stdout).trim(),
      stderr: decoder.decode(stderr).trim(),
    };
  } catch {
    return null;
  }
}
