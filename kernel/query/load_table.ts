import type { DatabaseSync } from "node:sqlite";
import type { PackColumn } from "../contract/dataset.ts";
import { dateText, timestampText } from "../contract/pack_cell_text.ts";
import { quoteIdentifier, sqlColumnNames } from "../pipeline/sql_columns.ts";
import { mentionedColumns } from "./mentioned_columns.ts";
import type { Cell, PackReader } from "../store/pack_reader.ts";

const SQL_TYPES: Readonly<Record<PackColumn["type"], string>> = {
  boolean: "INTEGER",
  int64: "INTEGER",
  float64: "REAL",
  date: "TEXT",
  timestamp: "TEXT",
  text: "TEXT",
};

/**
 * Makes the table `data(row_index, …columns)` that evidence queries are written for: one row a row
 * of the dataset, dates and moments in their ISO form, missing cells NULL.
 * @param db to make it in; it must have no table `data`
 * @param pack open
 * @param sql the query that will be asked: only columns that it can see are loaded
 */
export function loadTable(db: DatabaseSync, pack: PackReader, sql: string): void {
  // Names are made from all columns, so that a column is called the same in every query.
  const allNames = sqlColumnNames(pack.footer.columns.map(({ name }) => name));
  const places = mentionedColumns(sql, allNames);
  const columns = places.map((place) => pack.footer.columns[place]!);
  const names = places.map((place) => quoteIdentifier(allNames[place]!));
  const declared = columns.map(({ type }, c) => `${names[c]} ${SQL_TYPES[type]}`);
  db.exec(`CREATE TABLE data (${["row_index INTEGER PRIMARY KEY", ...declared].join(", ")})`);
  const insert = db.prepare(
    `INSERT INTO data VALUES (${["?", ...columns.map(() => "?")].join(", ")})`,
  );
  db.exec("BEGIN");
  for (const batch of pack.batches(columns)) {
    for (let row = 0; row < batch.rows; row++) {
      insert.run(
        batch.start + row,
        ...columns.map((column, c) => sqlValue(column, batch.columns[c]![row]!)),
      );
    }
  }
  db.exec("COMMIT");
}

function sqlValue({ type }: PackColumn, cell: Cell): string | number | bigint | null {
  if (cell === null) return null;
  if (type === "date") return dateText(cell as number);
  if (type === "timestamp") return timestampText(cell as bigint);
  return typeof cell === "boolean" ? Number(cell) : cell;
}
