import { isMissing } from "./is_missing.ts";

/** The values that are present, and the rows they came from. */
export interface Present {
  /** The values, in order, without a NaN. */
  values: Float64Array<ArrayBuffer>;
  /** For each value, its index in the original view, ascending. */
  rows: Uint32Array<ArrayBuffer>;
}

/** The present values of a view, each with its row, so that findings name the right rows. */
export function dropMissing(view: Float64Array): Present {
  let count = 0;
  for (let i = 0; i < view.length; i++) if (!isMissing(view[i]!)) count++;
  const values = new Float64Array(count);
  const rows = new Uint32Array(count);
  let next = 0;
  for (let i = 0; i < view.length; i++) {
    const value = view[i]!;
    if (isMissing(value)) continue;
    values[next] = value;
    rows[next++] = i;
  }
  return { values, rows };
}
