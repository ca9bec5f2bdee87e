/**
 * Runs the tests and ends with one line `N passed, N failed`. First finds or installs what they
 * need besides Deno, and says plainly what it could not have.
 *
 * `run_tests.ts` runs the everyday suite, `run_tests.ts --full` the long matrices; further words
 * are passed on to `deno test` (a file, `--filter name`).
 */
import { ensurePackages } from "../kernel/ensure_packages.ts";
import { ensureBrowser } from "./ensure_browser.ts";
import { ensureBubblewrap } from "./ensure_bubblewrap.ts";

const PROJECT = import.meta.dirname!.replace(/\/scripts$/, "");
const EVERYDAY = ["kernel", "plugins", "scripts", "tests", "ui"];
const FULL = "tests/full";

const full = Deno.args.includes("--full");
const words = Deno.args.filter((word) => word !== "--full");
const chosen = words.some((word) => !word.startsWith("-"))
  ? []
  : testFiles(full ? [FULL] : EVERYDAY);

if (!await ensurePackages()) {
  console.log("0 passed, 1 failed");
  Deno.exit(3);
}
console.error(await ensureBubblewrap());
if (full) console.error(await ensureBrowser());
const warm = await warmBundles();
const child = new Deno.Command(Deno.execPath(), {
  args: [
    "test",
    "--parallel",
    "--no-prompt",
    "--allow-read",
    "--allow-write",
    "--allow-run",
    "--allow-env",
    "--allow-sys",
    "--allow-net=127.0.0.1",
    ...chosen,
    ...words,
  ],
  cwd: PROJECT,
  env: { NO_COLOR: "1", ...(warm === null ? {} : { HARNESS_TEST_BUNDLES: warm }) },
  stdin: "null",
  stdout: "piped",
  stderr: "inherit",
}).spawn();

let tail = "";
const decoder = new TextDecoder();
for await (const chunk of child.stdout) {
  await Deno.stdout.write(chunk);
  tail = (tail + decoder.decode(chunk, { stream: true })).slice(-4096);
}
const { code } = await child.status;
const counts = /(\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed/.exec(tail);
const passed = Number(counts?.[1] ?? 0);
// A suite that stopped before it could count has failed, whatever it had counted until then.
const failed = counts === null ? 1 : Math.max(Number(counts[2]), code === 0 ? 0 : 1);
console.log(`${passed} passed, ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);

/**
 * Bundles the built-in plugins once, for all the appdata folders that tests will make.
 * @returns the folder they are in, or null when it could not be: then every test makes its own
 */
async function warmBundles(): Promise<string | null> {
  const appdata = `${PROJECT}/node_modules/.harness_test_appdata`;
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "harness", "plugins", "list", "--appdata", appdata],
    cwd: PROJECT,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  return success ? `${appdata}/cache/bundles` : null;
}

/** Test files below some folders, sorted; those of the long matrices only when they are asked for. */
function testFiles(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    [...Deno.readDirSync(`${PROJECT}/${folder}`)]
      .sort((a, b) => a.name < b.name ? -1 : 1)
      .flatMap(({ name, isDirectory }) => {
        const path = `${folder}/${name}`;
        if (isDirectory) return path === FULL ? [] : testFiles([path]);
        return name.endsWith("_test.ts") ? [path] : [];
      })
  );
}
