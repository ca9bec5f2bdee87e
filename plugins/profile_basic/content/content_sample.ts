/** Some of a text column's values, enough to judge its content by. */
export interface ContentSample {
  readonly values: readonly string[];
  /** How many cells each value stands for. */
  readonly weights: ArrayLike<number>;
  /** First rows of the dataset whose cell is one of the values, by their index in `values`. */
  rowsOf(matching: ReadonlySet<number>, most: number): number[];
}

/** Most values that are judged. */
export const SAMPLE_VALUES = 10_000;
