/**
 * The process that runs a person's SQL: it may read one pack and nothing else, write nothing,
 * start nothing, and reach no network. Its parent ends it when it takes too long, because a query
 * cannot be interrupted from inside. Order on standard input, CSV on standard output, and what
 * SQLite says of a query that it will not run on standard error.
 */
import { DatabaseSync } from "node:sqlite";
import { csvLine } from "../contract/csv_field.ts";
import { openPack } from "../store/pack_reader.ts";
import { loadTable } from "./load_table.ts";
import type { QueryOrder } from "./run_query.ts";

/** Bytes of CSV that are gathered before they are written. */
const CHUNK_LENGTH = 64 * 1024;

async function main(): Promise<void> {
  const { pack_path, sql } = await new Response(Deno.stdin.readable).json() as QueryOrder;
  const db = new DatabaseSync(":memory:");
  using pack = openPack(pack_path);
  loadTable(db, pack, sql);
  const query = db.prepare(sql);
  query.setReadBigInts(true);
  query.setReturnArrays(true);
  if (query.columns().length === 0) throw new Error("the statement gives no columns");
  let text = csvLine(query.columns().map(({ name }) => name));
  // Not iterate(): it ends as if there were no more rows when SQLite fails in the middle.
  for (const row of query.all() as unknown[]) {
    text += csvLine((row as readonly unknown[]).map(field));
    if (text.length > CHUNK_LENGTH) {
      await print(text);
      text = "";
    }
  }
  await print(text);
}

function field(value: unknown): string | number | bigint | null {
  return value instanceof Uint8Array ? value.toHex() : value as string | number | bigint | null;
}

async function print(text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  Deno.exit(1);
}
