const FOLDER = `${import.meta.dirname}/../peers`;

/** Time of one piece of work in one process. */
export interface PeerCost {
  readonly wall_ms: number;
  readonly cpu_ms: number;
}

/** What `pandas_peer.py` prints; `read` or the three others. */
export interface PandasAnswer {
  readonly version: string;
  readonly pyarrow: string;
  readonly read: PeerCost;
  readonly numbers: PeerCost;
  readonly all: PeerCost;
  readonly the_same: PeerCost;
  readonly bytes: number;
  readonly rss_kb: number;
}

/** What `duckdb_peer.js` prints. */
export interface DuckdbAnswer {
  readonly version: string;
  readonly table: PeerCost;
  readonly summarize: PeerCost;
  readonly parquet: PeerCost;
  readonly bytes: number;
  readonly rss_kb: number;
}

/** Another program, or why it is not measured. */
export type Peer<T> =
  | { readonly run: (...words: string[]) => Promise<T>; readonly missing: null }
  | { readonly run: null; readonly missing: string };

/**
 * pandas with pyarrow from the wheels that requirements.txt names by their hashes, installed into
 * `scripts/peers/python` once.
 */
export async function pandasPeer(): Promise<Peer<PandasAnswer>> {
  const python = `${FOLDER}/python/bin/python`;
  const script = `${FOLDER}/pandas_peer.py`;
  const works = () => succeeds(python, ["-c", "import pandas, pyarrow"]);
  if (await works() !== null) {
    const problem = await succeeds("python3", ["-m", "venv", "--clear", `${FOLDER}/python`]) ??
      await succeeds(python, [
        ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check"],
        ...["--require-hashes", "--only-binary=:all:", "-r", `${FOLDER}/requirements.txt`],
      ]) ?? await works();
    if (problem !== null) return { run: null, missing: `pandas is not compared: ${problem}` };
  }
  return { run: (...words) => answer(python, [script, ...words]), missing: null };
}

/** DuckDB from npm by the hashes of package-lock.json, installed into `scripts/peers` once. */
export async function duckdbPeer(): Promise<Peer<DuckdbAnswer>> {
  const words = ["run", "--quiet", "--allow-all", "--no-lock", `${FOLDER}/duckdb_peer.js`];
  const at_hand = await Deno.stat(`${FOLDER}/node_modules/@duckdb/node-api`).catch(() => null);
  if (at_hand === null) {
    const install = [
      "install",
      "--no-save",
      "--prefix",
      FOLDER,
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
    ];
    const problem = await succeeds("npm", install);
    if (problem !== null) return { run: null, missing: `DuckDB is not compared: ${problem}` };
  }
  return { run: (...own) => answer(Deno.execPath(), [...words, ...own]), missing: null };
}

/** Null, or the last line of what went wrong. */
async function succeeds(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const { code, stderr } = await new Deno.Command(program, {
      args: [...args],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    const said = new TextDecoder().decode(stderr).trim().split("\n").at(-1);
    return code === 0 ? null : `${program} ${args[0]}: ${said || `exit code ${code}`}`;
  } catch (error) {
    return `${program}: ${error instanceof Error ? error.message : error}`;
  }
}

/**
 * Runs a program that prints one JSON object.
 * @param program its path
 * @param args its arguments
 */
export async function answer<T>(program: string, args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${decoder.decode(stderr)}`);
  return JSON.parse(decoder.decode(stdout)) as T;
}
