import { findBrowser } from "../tests/browser/look_at_pages.ts";

const FOLDER = import.meta.dirname!.replace(/\/scripts$/, "/tests/browser");

/**
 * Installs what the tests of pages need beside their own lock file, and tries the browser: the
 * system's, or the one that a package brings.
 * @returns one line that says what those tests will run with, or that they are skipped and why
 */
export async function ensureBrowser(): Promise<string> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--frozen", "--quiet"],
    cwd: FOLDER,
    env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (code !== 0) {
    const said = new TextDecoder().decode(stderr).split("\n");
    const why = said.find((line) => line.startsWith("error")) ?? said[0];
    return "The packages that drive a browser could not be installed, so every test of pages in " +
      `one is skipped: ${why}`;
  }
  const { version, problem } = await findBrowser();
  return problem === null
    ? `Pages are tested in Chromium ${version}.`
    : `No browser starts here, so every test of pages in one is skipped: ${problem}`;
}
