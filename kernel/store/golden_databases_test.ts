/** Databases as every earlier version wrote them: each is brought up with every row as it was. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openDatabase } from "./database.ts";
import { MIGRATIONS } from "./migrations.ts";
import { openState } from "./state_store.ts";

const FOLDER = `${import.meta.dirname}/../../fixtures/db/`;

type Tables = ReadonlyMap<string, readonly Record<string, unknown>[]>;

function rowsOf(path: string): Tables {
  const db = new DatabaseSync(path);
  try {
    const names = db.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'",
    ).all().map(({ name }) => String(name));
    return new Map(names.map((name) => {
      const statement = db.prepare(`SELECT * FROM "${name}"`);
      statement.setReadBigInts(true);
      return [name, statement.all().map((row) => ({ ...row }))];
    }));
  } finally {
    db.close();
  }
}

Deno.test("there is a golden database of every version, and no other", () => {
  const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
    .filter((name) => name.endsWith(".sqlite")).sort();
  assert.deepEqual(names, MIGRATIONS.map(({ version }) => `v${version}.sqlite`).sort());
});

for (const { version, name } of MIGRATIONS) {
  Deno.test(`a database of version ${version} (${name}) is brought up with every row`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "harness_golden_" });
    try {
      const path = `${folder}/state.sqlite`;
      await Deno.copyFile(`${FOLDER}v${version}.sqlite`, path);
      const before = rowsOf(path);
      for (const [table, rows] of before) assert.ok(rows.length > 0, `${table} has no row`);
      const db = await openDatabase(path);
      assert.deepEqual(db.problems(), []);
      db.close();
      const after = rowsOf(path);
      assert.equal(after.get("migrations")!.length, MIGRATIONS.length);
      for (const [table, rows] of before) {
        const now = after.get(table);
        assert.ok(now !== undefined, `${table} is gone`);
        if (table !== "migrations") assert.equal(now.length, rows.length, table);
        for (const [i, row] of rows.entries()) {
          for (const [column, value] of Object.entries(row)) {
            assert.deepEqual(now[i]![column], value, `${table}.${column} of row ${i}`);
          }
        }
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("what the oldest database with runs knows is shown like what is new", async () => {
  const folder = await Deno.makeTempDir({ prefix: "harness_golden_" });
  try {
    await Deno.copyFile(`${FOLDER}v2.sqlite`, `${folder}/state.sqlite`);
    const state = await openState({ state: `${folder}/state.sqlite` });
    const runs = state.listRuns();
    assert.deepEqual(runs.map(({ status }) => status), ["running", "interrupted", "completed"]);
    const reused = state.showRun("20260131T235959124Z-0a1b2c3d").steps[0]!;
    assert.equal(reused.reused_from_run, "20260131T235959123Z-0a1b2c3d");
    assert.equal(state.markInterruptedRuns(() => false).length, 1);
    state.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
