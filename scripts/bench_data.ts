import { columnCases } from "./bench_data/column_cases.ts";
import { ownStep, stepCost } from "./bench_data/own_steps.ts";
import type { PeakMemory } from "./bench_data/peak_memory.ts";
import {
  answer,
  type DuckdbAnswer,
  duckdbPeer,
  type PandasAnswer,
  pandasPeer,
} from "./bench_data/peers.ts";
import { type SharedRun, sharedRun } from "./bench_data/shared_run.ts";
import { MIXED_COLUMNS, writeMixedCsv } from "./bench_data/write_mixed_csv.ts";
import type { BenchCase } from "./measure_in_turn.ts";

const PROJECT = import.meta.dirname!.replace(/\/scripts$/, "");
const WATCHER = `${import.meta.dirname}/bench_data/peak_memory.ts`;
const ROWS = 1_000_000;
const LONG_ROWS = 10_000_000;
/** Most megabytes that any of our processes may take on the file of a million rows. */
const MOST_MB = 400;

/** The part of the bench that compares the handling of data to peers. */
export interface DataPart {
  readonly cases: readonly BenchCase[];
  /** Versions, sizes, memory, and what was skipped and why. */
  readonly notes: readonly string[];
}

/** The peers' processes; absent where a peer is not installed. */
interface Peers {
  readonly read: SharedRun<PandasAnswer> | null;
  readonly profile: SharedRun<PandasAnswer> | null;
  /** By number of threads. */
  readonly duckdb: readonly (readonly [threads: string, SharedRun<DuckdbAnswer>])[];
}

/**
 * A million rows of 13 columns: reading them, profiling them, and loading one column. Our times are
 * those of whole steps, with the start of the process behind the walls and the kernel's checks; the
 * peers' are those of their calls alone, without their start and imports. Each measurement runs in
 * a process of its own.
 * @param folder a temporary folder
 * @param options long: also ten million rows, once
 */
export async function dataPart(
  folder: string,
  options: { readonly long: boolean },
): Promise<DataPart> {
  const file = `${folder}/mixed.csv`;
  await writeMixedCsv(file, ROWS);
  const pack = (await ownStep("ingest", file, folder)).output!;
  const { size } = await Deno.stat(file);
  const notes = [
    `${ROWS} rows × ${MIXED_COLUMNS.length} columns: CSV ${megabytes(size)}, ` +
    `pack ${megabytes(pack.bytes)}`,
  ];
  const peers = await findPeers(file, folder, notes);
  notes.push(await memoryOfRun(file, folder));
  if (options.long) notes.push(...await longFile(folder));
  const cases = [
    ...readCases(file, folder, peers),
    ...profileCases(pack.path, folder, peers),
    ...columnCases(pack.path),
  ];
  return { cases, notes };
}

async function findPeers(file: string, folder: string, notes: string[]): Promise<Peers> {
  const [pandas, duckdb] = [await pandasPeer(), await duckdbPeer()];
  if (pandas.run === null) notes.push(pandas.missing);
  else {
    const { version, pyarrow, bytes } = await pandas.run("read", file, folder);
    notes.push(`pandas ${version}, pyarrow ${pyarrow}: Parquet ${megabytes(bytes)}`);
  }
  if (duckdb.run === null) notes.push(duckdb.missing);
  else {
    const { version, bytes } = await duckdb.run("2", file, folder);
    notes.push(
      `DuckDB ${version}: Parquet ${megabytes(bytes)}; SUMMARIZE estimates distinct values and ` +
        "quantiles, and correlates nothing",
    );
  }
  return {
    read: pandas.run && sharedRun(() => pandas.run("read", file, folder)),
    profile: pandas.run && sharedRun(() => pandas.run("profile", file, folder)),
    duckdb: duckdb.run === null
      ? []
      : ["1", "2"].map((threads) => [threads, sharedRun(() => duckdb.run(threads, file, folder))]),
  };
}

function readCases(file: string, folder: string, { read, duckdb }: Peers): BenchCase[] {
  const own = sharedRun(() => ownStep("ingest", file, folder));
  const name = "ingest step: typed, checked, hashed pack";
  const cases: BenchCase[] = [{ name, run: own.fresh(stepCost) }];
  const again = own.last(stepCost);
  if (read !== null) {
    const against = "pandas read_csv + to_parquet";
    cases.push(
      { name: against, run: read.fresh((answer) => ({ ...answer.read, rss_kb: answer.rss_kb })) },
      { name: `ingest step / ${against}`, against, at_most: 1, run: again },
    );
  }
  for (const [threads, peer] of duckdb) {
    const table = `DuckDB read_csv to a table in memory, ${threaded(threads)}`;
    const parquet = `DuckDB read_csv to Parquet, ${threaded(threads)}`;
    cases.push(
      { name: table, run: peer.fresh((answer) => ({ ...answer.table, rss_kb: answer.rss_kb })) },
      { name: `ingest step / ${table}`, against: table, run: again },
      { name: parquet, run: peer.last((answer) => answer.parquet) },
      { name: `ingest step / ${parquet}`, against: parquet, run: again },
    );
  }
  return cases;
}

function profileCases(pack: string, folder: string, { profile, duckdb }: Peers): BenchCase[] {
  const own = sharedRun(() => ownStep("profile", pack, folder));
  const name = "profile step";
  const cases: BenchCase[] = [{ name, against: name, run: own.fresh(stepCost) }];
  const again = own.last(stepCost);
  const compare = (against: string, run: BenchCase["run"], at_most?: number) => {
    cases.push(
      { name: against, against: name, run },
      {
        name: `profile step / ${against}`,
        against,
        run: again,
        ...(at_most === undefined ? {} : { at_most }),
      },
    );
  };
  if (profile !== null) {
    const all = profile.fresh((answer) => ({ ...answer.all, rss_kb: answer.rss_kb }));
    compare("pandas describe + corr, all columns", all, 1);
    compare(
      "pandas describe + corr, numeric columns alone",
      profile.last(({ numbers }) => numbers),
    );
    compare(
      "pandas describe, corr, Spearman, skew, kurt, nunique, duplicated",
      profile.last(({ the_same }) => the_same),
    );
  }
  for (const [threads, peer] of duckdb) {
    // The process that read the file a moment ago summarised it, too.
    compare(`DuckDB SUMMARIZE, ${threaded(threads)}`, peer.last(({ summarize }) => summarize));
  }
  return cases;
}

/** A whole run through the command, watched from outside. */
async function memoryOfRun(file: string, folder: string): Promise<string> {
  const { kernel_mb, plugin_mb } = await answer<PeakMemory>(Deno.execPath(), [
    ...["run", "--quiet", "--allow-all", WATCHER],
    ...["task", "--quiet", "--cwd", PROJECT, "run", file, "--appdata", `${folder}/watched`],
    ...["--plugins", "analysis_scan_statistics"],
  ]);
  return `Largest process of a whole run: kernel ${kernel_mb.toFixed(0)} MB, plugins ` +
    `${plugin_mb.toFixed(0)} MB  aim ≤ ${MOST_MB} MB`;
}

async function longFile(folder: string): Promise<string[]> {
  const file = `${folder}/long.csv`;
  await writeMixedCsv(file, LONG_ROWS);
  const ingest = await ownStep("ingest", file, folder);
  const profile = await ownStep("profile", ingest.output!.path, folder);
  await Deno.remove(file);
  return [["ingest", ingest] as const, ["profile", profile] as const].map(([name, step]) => {
    const { kernel, plugin } = step.rss_kb;
    return `${LONG_ROWS} rows, ${name}: ${(step.wall_ms / 1000).toFixed(1)} s, CPU ` +
      `${(step.cpu_ms / 1000).toFixed(1)} s, kernel ${megabytes(kernel * 1024)}, plugin ` +
      megabytes(plugin * 1024);
  });
}

function threaded(threads: string): string {
  return threads === "1" ? "1 thread" : `${threads} threads`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(0)} MB`;
}
