const PROJECT = import.meta.dirname!.replace(/\/kernel$/, "");
const STAMP = `${PROJECT}/node_modules/.harness_setup`;

/**
 * Installs the locked npm packages into node_modules; a no-op when that was done for this
 * `deno.lock` and this Deno. Imports nothing, so that it runs where nothing is installed yet.
 * @returns false, having said why on standard error, when they could not be installed
 */
export async function ensurePackages(): Promise<boolean> {
  const lock = await Deno.readFile(`${PROJECT}/deno.lock`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", lock)).toHex();
  const wanted = `${digest} deno ${Deno.version.deno}\n`;
  try {
    if (await Deno.readTextFile(STAMP) === wanted) return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  console.error("Setting up: installing the locked npm packages (once) …");
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--frozen", "--quiet"],
    cwd: PROJECT,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (code !== 0) {
    console.error(
      "error[E_SETUP_FAILED]: the npm packages named in deno.lock could not be installed:\n" +
        new TextDecoder().decode(stderr).trimEnd() +
        "\n  next: the first start needs the npm registry; check the connection and run this again",
    );
    return false;
  }
  await Deno.writeTextFile(`${STAMP}.tmp`, wanted);
  await Deno.rename(`${STAMP}.tmp`, STAMP);
  return true;
}

if (import.meta.main && !await ensurePackages()) Deno.exit(3);
