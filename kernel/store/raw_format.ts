import { canonicalJson } from "../canonical/canonical_json.ts";
import { sha256Hex } from "../canonical/hash.ts";
import type { PackColumn } from "../contract/dataset.ts";

/** The form of a dataset. */
export interface RawFormat {
  /** Hash of `columns`: files of the same form, whatever the order of their columns. */
  readonly fingerprint: string;
  /** Normalised name and type of each column, sorted. */
  readonly columns: readonly (readonly [name: string, type: string])[];
}

/**
 * The form of a dataset: its columns' names, normalised, and types, in no order.
 * @param columns in any order
 */
export function rawFormat(columns: readonly Pick<PackColumn, "name" | "type">[]): RawFormat {
  const pairs = columns
    .map(({ name, type }) => [normalisedName(name), type] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
  return { fingerprint: sha256Hex(canonicalJson(pairs)), columns: pairs };
}

/** Letters and digits of any script in lower case, everything else one underscore. */
function normalisedName(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
