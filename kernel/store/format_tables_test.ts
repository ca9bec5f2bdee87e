import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openState } from "./state_store.ts";

const GOLDEN = `${import.meta.dirname}/../../fixtures/db/v7.sqlite`;
const FORM = "f".repeat(64);

Deno.test("notes on a raw format are kept in their order, and neither changed nor removed", async () => {
  const folder = await Deno.makeTempDir({ prefix: "harness_formats_" });
  const path = `${folder}/state.sqlite`;
  try {
    await Deno.copyFile(GOLDEN, path);
    let minute = 0;
    const state = await openState(
      { state: path },
      () => new Date(Date.UTC(2026, 0, 1, 0, minute++)),
    );
    const format = state.formats.get("fff");
    assert.deepEqual([format.fingerprint, format.columns], [FORM, [["x", "float64"]]]);
    state.formats.addNote(FORM, "second column is <b>net</b>");
    state.formats.addNote(FORM, "from 2025 on: gross");
    assert.deepEqual(state.formats.notes(FORM).map(({ text }) => text), [
      "second column is <b>net</b>",
      "from 2025 on: gross",
    ]);
    const [note] = state.formats.notes(FORM);
    assert.match(note!.written_at, /^2026-01-01T00:\d\d:00\.000Z$/);
    assert.deepEqual(
      state.formats.list().map(({ fingerprint, columns, datasets, notes }) => ({
        fingerprint,
        columns,
        datasets,
        notes,
      })),
      [{ fingerprint: FORM, columns: 1, datasets: 1, notes: 2 }],
    );
    assert.equal(state.formats.datasets(FORM)[0]!.version_id, "2".repeat(16));
    for (const id of ["", "e", "%"]) {
      assert.throws(() => state.formats.get(id), { code: "E_FORMAT_NOT_FOUND" });
    }
    assert.throws(() => state.formats.addNote("e".repeat(64), "x"), { code: "E_DB_CONSTRAINT" });
    assert.throws(() => state.formats.addNote(FORM, ""), { code: "E_DB_CONSTRAINT" });
    state.close();
    const db = new DatabaseSync(path);
    for (
      const change of [
        "UPDATE raw_format_notes SET text = 'other'",
        "DELETE FROM raw_format_notes",
        "REPLACE INTO raw_format_notes SELECT note_id, fingerprint, 'other', written_at " +
        "FROM raw_format_notes",
      ]
    ) {
      assert.throws(() => db.exec(change), /append-only/, change);
    }
    db.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
