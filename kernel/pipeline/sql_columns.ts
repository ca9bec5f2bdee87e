/**
 * Names of a dataset's columns as SQL sees them, in `data(row_index, …)`. SQL compares names
 * without regard to ASCII case, so a column that would meet another, or `row_index`, gets the
 * first free suffix `_2`, `_3`, …
 * @param columns names in dataset order, distinct as strings
 * @returns SQL names (unquoted) in the same order
 */
export function sqlColumnNames(columns: readonly string[]): readonly string[] {
  const taken = new Set(["row_index", ...columns.map(asciiLower)]);
  const used = new Set(["row_index"]);
  return columns.map((column) => {
    let name = column;
    if (used.has(asciiLower(name))) {
      for (let n = 2; taken.has(asciiLower(name)) || used.has(asciiLower(name)); n++) {
        name = `${column}_${n}`;
      }
    }
    used.add(asciiLower(name));
    return name;
  });
}

/** Quotes a name for SQL: any text becomes one identifier. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function asciiLower(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
