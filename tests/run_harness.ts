/** Runs the product as its tasks do, for tests that look at the whole. */

/** The project's folder, absolute. */
export const PROJECT = import.meta.dirname!.replace(/\/tests$/, "");

/** How one command ended. */
export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how to run a command. */
export interface CommandPlace {
  /** Where the user stands; the project's folder when absent. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Command and arguments to put before Deno's, such as a network namespace. */
  readonly prefix?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * The launcher's own command line, read from deno.json so that tests start what users start.
 * @param task `run`, `eval` or `harness`
 */
export function taskArguments(task: string): readonly string[] {
  const words = taskWords(task);
  return words.slice(words.indexOf("deno") + 1);
}

/** What a task puts into the launcher's environment: `NAME=value` words before its command. */
function taskEnvironment(task: string): Readonly<Record<string, string>> {
  const words = taskWords(task);
  return Object.fromEntries(words.slice(0, words.indexOf("deno")).map((word) => word.split("=")));
}

function taskWords(task: string): readonly string[] {
  const config = JSON.parse(Deno.readTextFileSync(`${PROJECT}/deno.json`));
  const { command } = config.tasks[task] as { command: string };
  return command.replace(`$(deno eval 'console.log(Deno.execPath())')`, Deno.execPath()).split(" ");
}

/**
 * Runs one task with arguments.
 * @param task `run`, `eval` or `harness`
 * @param words what follows the task on the command line
 * @param place where and how
 */
export async function runTask(
  task: string,
  words: readonly string[],
  place: CommandPlace = {},
): Promise<CommandEnd> {
  warmAppdata(words);
  const line = [...(place.prefix ?? []), Deno.execPath(), ...taskArguments(task), ...words];
  const output = await new Deno.Command(line[0]!, {
    args: line.slice(1),
    cwd: PROJECT,
    env: {
      ...taskEnvironment(task),
      INIT_CWD: place.cwd ?? PROJECT,
      NO_COLOR: "1",
      ...place.env,
    },
    stdin: "null",
    ...(place.signal === undefined ? {} : { signal: place.signal }),
  }).output();
  const decoder = new TextDecoder();
  return {
    code: output.code,
    stdout: decoder.decode(output.stdout),
    stderr: decoder.decode(output.stderr),
  };
}

/**
 * Gives a new appdata folder the bundles that the test runner had made beforehand: to bundle every
 * plugin anew for each of a hundred folders took a third of the suite's time. They are found by
 * the hash of their sources, so that a changed plugin is bundled all the same.
 */
function warmAppdata(words: readonly string[]): void {
  const warm = Deno.env.get("HARNESS_TEST_BUNDLES");
  const appdata = words[words.indexOf("--appdata") + 1];
  if (warm === undefined || !words.includes("--appdata") || appdata === undefined) return;
  const cache = `${appdata}/cache`;
  try {
    Deno.statSync(cache);
    return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) return;
  }
  Deno.mkdirSync(cache, { recursive: true });
  copyFolder(warm, `${cache}/bundles`);
}

function copyFolder(from: string, to: string): void {
  Deno.mkdirSync(to);
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    if (isDirectory) copyFolder(`${from}/${name}`, `${to}/${name}`);
    else Deno.copyFileSync(`${from}/${name}`, `${to}/${name}`);
  }
}

/** What `run --json` prints. */
export interface RunJson {
  readonly run_id: string;
  readonly run_key: string;
  readonly status: string;
  readonly exit_code: number;
  readonly dataset: { version_id: string; rows: number; columns: number } | null;
  readonly steps: readonly {
    plugin_id: string;
    status: string;
    /** Run whose result was used again. */
    reused_from: string | null;
    error?: { code: string; message: string };
  }[];
  readonly findings: number;
  readonly report_json: string;
  readonly report_md: string;
}

/**
 * Runs a file and reads the one object `--json` prints.
 * @param words what follows `run`
 * @param place where and how
 */
export async function runJson(
  words: readonly string[],
  place: CommandPlace = {},
): Promise<CommandEnd & { readonly json: RunJson }> {
  const end = await runTask("run", [...words, "--json"], place);
  let json: RunJson;
  try {
    json = JSON.parse(end.stdout);
  } catch {
    throw new Error(`run printed no JSON (exit ${end.code}):\n${end.stdout}\n${end.stderr}`);
  }
  return { ...end, json };
}

/**
 * Every file below a folder with its SHA-256, by path relative to it.
 * @param folder absolute
 */
export async function hashFolder(folder: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  const walk = async (path: string): Promise<void> => {
    for (const entry of [...Deno.readDirSync(path)].sort((a, b) => a.name < b.name ? -1 : 1)) {
      const inner = `${path}/${entry.name}`;
      if (entry.isDirectory) {
        await walk(inner);
      } else {
        const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(inner));
        hashes[inner.slice(folder.length + 1)] = new Uint8Array(digest).toHex();
      }
    }
  };
  await walk(folder);
  return hashes;
}
