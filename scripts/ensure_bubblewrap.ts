/**
 * Finds bubblewrap, or installs it where that is possible without asking anyone (as root on a
 * system with apt).
 * @returns one line that says what the tests will run with
 */
export async function ensureBubblewrap(): Promise<string> {
  const found = await version();
  if (found !== undefined) return `Tests run behind both walls (${found}).`;
  if (Deno.build.os === "linux" && Deno.uid() === 0) {
    const environment = { DEBIAN_FRONTEND: "noninteractive" };
    const quiet = { stdin: "null", stdout: "null", stderr: "null", env: environment } as const;
    for (const args of [["update", "-qq"], ["install", "-y", "-qq", "bubblewrap"]]) {
      await new Deno.Command("apt-get", { args, ...quiet }).output().catch(() => undefined);
    }
    const installed = await version();
    if (installed !== undefined) return `Installed ${installed}: tests run behind both walls.`;
  }
  return "bubblewrap is not here and could not be installed: the tests run behind wall 1 alone, " +
    "and every test of wall 2 says that it was skipped.";
}

async function version(): Promise<string | undefined> {
  try {
    const { code, stdout } = await new Deno.Command("bwrap", { args: ["--version"] }).output();
    return code === 0 ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}
