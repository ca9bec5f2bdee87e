/**
 * Measures DuckDB on one file, in a process of its own: duckdb_peer.js THREADS FILE FOLDER. Prints one
 * JSON object; times cover the queries, not loading the library.
 */
const library = "@duckdb/node-api";
const { DuckDBInstance } = await import(library);
const [threads, file, folder] = Deno.args;

const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
const source = `read_csv('${file.replaceAll("'", "''")}')`;
const parquet = `${folder}/duckdb_${threads}.parquet`;

async function timed(sql) {
  const started = performance.now();
  const before = globalThis.process.cpuUsage();
  const answer = await connection.runAndReadAll(sql);
  const { user, system } = globalThis.process.cpuUsage(before);
  const wall_ms = performance.now() - started;
  return { cost: { wall_ms, cpu_ms: (user + system) / 1000 }, rows: answer.getRowObjects() };
}

const { rows } = await timed("SELECT version() AS version");
const table = await timed(`CREATE TABLE t AS SELECT * FROM ${source}`);
const summarize = await timed("SUMMARIZE t");
const written = await timed(
  `COPY (SELECT * FROM ${source}) TO '${parquet.replaceAll("'", "''")}'`,
);
const status = await Deno.readTextFile("/proc/self/status");
console.log(JSON.stringify({
  version: rows[0].version,
  table: table.cost,
  summarize: summarize.cost,
  parquet: written.cost,
  bytes: (await Deno.stat(parquet)).size,
  rss_kb: Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0),
}));
