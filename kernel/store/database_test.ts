import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openDatabase } from "./database.ts";

async function withFolder(work: (root: string) => Promise<void>): Promise<void> {
  const root = Deno.makeTempDirSync();
  try {
    await work(root);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

const ADD = "INSERT INTO projects (name, created_at) VALUES (:name, '2026-01-31T23:59:59.123Z')";
const COUNT = "SELECT count(*) AS n FROM projects";

Deno.test("openDatabase() uses a write-ahead log, foreign keys and strict types", async () => {
  await withFolder(async (root) => {
    const db = await openDatabase(`${root}/deep/er/state.sqlite`);
    assert.deepEqual(db.get("PRAGMA journal_mode"), { journal_mode: "wal" });
    assert.deepEqual(db.get("PRAGMA foreign_keys"), { foreign_keys: 1 });
    assert.deepEqual(db.problems(), []);
    const tables = db.all<{ name: string; strict: number }>(
      "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'",
    );
    assert.ok(tables.length >= 11);
    assert.deepEqual(tables.filter(({ strict }) => strict !== 1), []);
    db.close();
  });
});

Deno.test("transaction() is seen whole or not at all, and joins the one around it", async () => {
  await withFolder(async (root) => {
    const db = await openDatabase(`${root}/state.sqlite`);
    assert.throws(() =>
      db.transaction(() => {
        db.run(ADD, { name: "a" });
        db.transaction(() => db.run(ADD, { name: "b" }));
        throw new Error("no");
      }), /no/);
    assert.deepEqual(db.get(COUNT), { n: 0 });
    db.durably(() => db.run(ADD, { name: "a" }));
    db.transaction(() => db.durably(() => db.run(ADD, { name: "b" })));
    assert.deepEqual(db.get(COUNT), { n: 2 });
    assert.deepEqual(db.get("PRAGMA synchronous"), { synchronous: 1 });
    db.close();
  });
});

Deno.test("a database that another process keeps locked is E_DB_LOCKED", async () => {
  await withFolder(async (root) => {
    const path = `${root}/state.sqlite`;
    const db = await openDatabase(path, { busy_timeout_ms: 30 });
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    assert.throws(() => db.run(ADD, { name: "a" }), { code: "E_DB_LOCKED" });
    assert.throws(() => db.transaction(() => {}), { code: "E_DB_LOCKED" });
    assert.deepEqual(db.snapshot(() => db.get(COUNT)), { n: 0 });
    other.exec("COMMIT");
    db.run(ADD, { name: "a" });
    other.close();
    db.close();
    const fresh = new DatabaseSync(`${root}/new.sqlite`);
    fresh.exec("BEGIN EXCLUSIVE; CREATE TABLE t (a)");
    await assert.rejects(openDatabase(`${root}/new.sqlite`, { busy_timeout_ms: 30 }), {
      code: "E_DB_LOCKED",
    });
    fresh.close();
  });
});

Deno.test("a database that cannot grow is E_DB_FULL and keeps what it has", async () => {
  await withFolder(async (root) => {
    const db = await openDatabase(`${root}/state.sqlite`);
    db.run(ADD, { name: "first" });
    db.get("PRAGMA max_page_count = 1");
    assert.throws(() =>
      db.transaction(() => {
        for (let i = 0; i < 10_000; i++) db.run(ADD, { name: `${i}`.padEnd(200, "x") });
      }), { code: "E_DB_FULL" });
    assert.deepEqual(db.get(COUNT), { n: 1 });
    assert.deepEqual(db.problems(), []);
    db.close();
  });
});

Deno.test("a file that is no database, and one with torn pages, is E_DB_CORRUPT", async () => {
  await withFolder(async (root) => {
    const path = `${root}/state.sqlite`;
    Deno.writeTextFileSync(path, "this is a text file and not a database\n".repeat(100));
    await assert.rejects(openDatabase(path), { code: "E_DB_CORRUPT" });
    assert.match(Deno.readTextFileSync(path), /^this is a text file/);
    Deno.removeSync(path);
    const db = await openDatabase(path);
    db.get("PRAGMA wal_checkpoint(TRUNCATE)");
    db.close();
    const bytes = Deno.readFileSync(path);
    // The first page's tree of the schema, behind the intact header.
    Deno.writeFileSync(path, bytes.fill(0xa5, 100, 4096));
    await assert.rejects(openDatabase(path), { code: "E_DB_CORRUPT" });
  });
});

Deno.test("a folder in the database's place is E_DB_OPEN", async () => {
  await withFolder(async (root) => {
    Deno.mkdirSync(`${root}/state.sqlite`);
    await assert.rejects(openDatabase(`${root}/state.sqlite`), { code: "E_DB_OPEN" });
    Deno.writeTextFileSync(`${root}/file`, "");
    await assert.rejects(openDatabase(`${root}/file/state.sqlite`), { code: "E_STORE_IO" });
  });
});

Deno.test("a row against the rules is E_DB_CONSTRAINT", async () => {
  await withFolder(async (root) => {
    const db = await openDatabase(`${root}/state.sqlite`);
    assert.throws(() => db.run(ADD, { name: "" }), { code: "E_DB_CONSTRAINT" });
    const upload = `INSERT INTO datasets (project_id, version_id, run_id, imported_at)
       VALUES (1, 'v', 'r', '2026-01-31T23:59:59.123Z')`;
    assert.throws(() => db.run(upload), { code: "E_DB_CONSTRAINT" });
    assert.throws(() => db.run("INSERT INTO projects (name, created_at) VALUES ('a', 'now')"), {
      code: "E_DB_CONSTRAINT",
    });
    db.close();
  });
});

Deno.test("eight kernels that start at once on a fresh folder all get the same database", async () => {
  await withFolder(async (root) => {
    const config = `${import.meta.dirname}/../../deno.json`;
    const module = JSON.stringify(new URL("./database.ts", import.meta.url).href);
    const path = `${root}/state.sqlite`;
    const code = `
      import { openDatabase } from ${module};
      const db = await openDatabase(${JSON.stringify(path)});
      for (let i = 0; i < 20; i++) {
        db.run("INSERT INTO projects (name, created_at) VALUES (:name, :at)", {
          name: Deno.pid + " " + i, at: "2026-01-31T23:59:59.123Z" });
      }
      db.close();`;
    const ends = await Promise.all(
      Array.from({ length: 8 }, () =>
        new Deno.Command(Deno.execPath(), {
          args: ["eval", `--config=${config}`, "--no-check", code],
        }).output()),
    );
    for (const { success, stderr } of ends) assert.ok(success, new TextDecoder().decode(stderr));
    const db = await openDatabase(path);
    assert.deepEqual(db.get(COUNT), { n: 160 });
    assert.deepEqual(db.problems(), []);
    db.close();
  });
});
