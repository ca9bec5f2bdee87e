import { openInputFile } from "../../plugins/_sdk/input_file.ts";
import { Table } from "../../plugins/_sdk/table/table.ts";
import type { BenchCase, BenchCost } from "../measure_in_turn.ts";

/** A column of doubles in which nothing is missing, and one with gaps. */
const COLUMNS = ["temperature", "weight"];
/** Readings that are timed together: one takes few milliseconds. */
const READINGS = 10;

/**
 * One float64 column as a plugin loads it, against reading its bytes.
 * @param pack path of the pack
 */
export function columnCases(pack: string): BenchCase[] {
  return COLUMNS.flatMap((name): BenchCase[] => {
    const bytes = `the bytes of the float64 column ${name}, ${READINGS} times`;
    return [
      { name: bytes, against: bytes, run: () => readBytes(pack, name) },
      {
        name: `Table.numeric("${name}"), ${READINGS} times`,
        against: bytes,
        at_most: 3,
        run: () => timed(() => new Table(openInputFile(pack), "").numeric(name)),
      },
    ];
  });
}

function readBytes(pack: string, name: string): Promise<BenchCost> {
  const column = new Table(openInputFile(pack), "").require(name);
  const { offset, bytes } = column.buffers.find((buffer) => buffer.name === "values")!;
  return timed(() => {
    const file = openInputFile(pack);
    file.readSync(new Uint8Array(bytes), offset);
    file.close();
  });
}

function timed(work: () => unknown): Promise<BenchCost> {
  const started = performance.now();
  for (let i = 0; i < READINGS; i++) work();
  return Promise.resolve({ wall_ms: performance.now() - started });
}
