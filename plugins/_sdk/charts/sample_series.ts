/**
 * Thins a long series for drawing: of every stretch of neighbours the smallest and the largest value
 * stay, in their order, so that no spike is lost. A stretch of missing values leaves one gap.
 * @param values NaN is missing
 * @param rows row number of each value; its index when absent
 * @param points most points that are kept, at least 4
 * @returns x and y of the points, for {@link Series}
 */
export function sampleSeries(
  values: Float64Array,
  rows: Int32Array | undefined,
  points = 800,
): { x: number[]; y: (number | null)[] } {
  const x: number[] = [];
  const y: (number | null)[] = [];
  const n = values.length;
  const add = (i: number) => {
    x.push(rows === undefined ? i : rows[i]!);
    y.push(Number.isFinite(values[i]!) ? values[i]! : null);
  };
  if (n <= points) {
    for (let i = 0; i < n; i++) add(i);
    return { x, y };
  }
  const stretches = Math.floor(points / 2);
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor(s * n / stretches);
    const to = Math.floor((s + 1) * n / stretches);
    let low = -1;
    let high = -1;
    for (let i = from; i < to; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      if (low < 0 || value < values[low]!) low = i;
      if (high < 0 || value > values[high]!) high = i;
    }
    if (low < 0) add(from);
    else {
      add(Math.min(low, high));
      if (low !== high) add(Math.max(low, high));
    }
  }
  return { x, y };
}
