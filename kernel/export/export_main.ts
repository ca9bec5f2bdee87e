/**
 * The process that writes a dataset as Arrow or Parquet: it may read one pack and nothing else, and
 * write nothing but its standard output. Order on standard input.
 */
import { openPack } from "../store/pack_reader.ts";
import type { BinaryFormat, ExportOrder } from "./run_export.ts";
import type { WriteDataset } from "./write_dataset.ts";

/** Only the package that is asked for is loaded. */
const WRITERS: Readonly<Record<BinaryFormat, () => Promise<WriteDataset>>> = {
  arrow: async () => (await import("./write_arrow.ts")).writeArrow,
  parquet: async () => (await import("./write_parquet.ts")).writeParquet,
};

async function main(): Promise<void> {
  const order = await new Response(Deno.stdin.readable).json() as ExportOrder;
  using pack = openPack(order.pack_path);
  const write = await WRITERS[order.format]();
  write(pack, order.columns.map((place) => pack.footer.columns[place]!), print);
}

function print(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  Deno.exit(1);
}
