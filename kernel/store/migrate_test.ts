import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { migrate, migrationHash } from "./migrate.ts";
import { type Migration, MIGRATIONS } from "./migrations.ts";

const FOLDER = new URL("./migrations/", import.meta.url);
const NOW = () => new Date("2026-01-31T23:59:59.123Z");

async function withFile(work: (path: string) => void | Promise<void>): Promise<void> {
  const root = Deno.makeTempDirSync();
  try {
    await work(`${root}/state.sqlite`);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

/** Opens, works, closes. */
function open<T>(path: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function versionOf(path: string): unknown {
  return open(path, (db) => db.prepare("PRAGMA user_version").get()!.user_version);
}

/** SQL of all tables, indexes and triggers. */
function schemaOf(path: string): unknown[] {
  return open(
    path,
    (db) =>
      db.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all()
        .map((row) => ({ ...row })),
  );
}

Deno.test("every file in migrations/ is listed, numbered without gaps, and no other", () => {
  const files = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort();
  assert.deepEqual(files, MIGRATIONS.map(({ name }) => `${name}.sql`));
  MIGRATIONS.forEach(({ version, name, sql }, i) => {
    assert.equal(version, i + 1);
    assert.match(name, new RegExp(`^${String(version).padStart(4, "0")}_[a-z_]+$`));
    assert.equal(sql, Deno.readTextFileSync(new URL(`${name}.sql`, FOLDER)));
  });
});

Deno.test("no migration ends the transaction it runs in, and every table is strict", () => {
  for (const { name, sql } of MIGRATIONS) {
    const code = sql.replace(/--.*$/gm, "").replace(/^BEGIN\n[\s\S]*?^END;/gm, "");
    assert.doesNotMatch(
      code,
      /\b(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|PRAGMA|ATTACH|VACUUM)\b/i,
      name,
    );
    for (const { index } of sql.matchAll(/^CREATE TABLE/gm)) {
      assert.match(sql.slice(index), /^CREATE TABLE \w+ \(\n[\s\S]*?^\) STRICT/m, name);
    }
  }
});

Deno.test("every column of every table has a comment of its own", () => {
  let columns = 0;
  for (const { name, sql } of MIGRATIONS) {
    const lines = sql.split("\n");
    for (const [i, line] of lines.entries()) {
      const column = /^ {2}([a-z_]+[a-z0-9_]*) (?:TEXT|INTEGER|REAL|BLOB|ANY)\b/.exec(line)?.[1];
      if (column === undefined) continue;
      columns++;
      assert.match(lines[i - 1]!, /^ {2}-- /, `${name}: ${column}`);
    }
  }
  assert.ok(columns > 80);
});

Deno.test("migrate() builds the newest schema once and then writes nothing", async () => {
  await withFile((path) => {
    open(path, (db) => migrate(db, MIGRATIONS, path, NOW));
    const schema = schemaOf(path);
    const bytes = Deno.readFileSync(path);
    open(path, (db) => migrate(db, MIGRATIONS, path, () => assert.fail("nothing to apply")));
    assert.deepEqual(schemaOf(path), schema);
    assert.deepEqual(Deno.readFileSync(path), bytes);
    const applied = open(
      path,
      (db) =>
        db.prepare("SELECT version, name, sha256, applied_at FROM migrations ORDER BY version")
          .all()
          .map((row) => ({ ...row })),
    );
    assert.deepEqual(
      applied,
      MIGRATIONS.map((migration) => ({
        version: migration.version,
        name: migration.name,
        sha256: migrationHash(migration),
        applied_at: "2026-01-31T23:59:59.123Z",
      })),
    );
  });
});

Deno.test("migrate() reaches the same schema from every version before", async () => {
  let whole: unknown[] = [];
  await withFile((path) => {
    open(path, (db) => migrate(db, MIGRATIONS, path, NOW));
    whole = schemaOf(path);
  });
  for (let n = 1; n < MIGRATIONS.length; n++) {
    await withFile((path) => {
      open(path, (db) => migrate(db, MIGRATIONS.slice(0, n), path, NOW));
      assert.equal(versionOf(path), n);
      open(path, (db) => migrate(db, MIGRATIONS, path, NOW));
      assert.deepEqual(schemaOf(path), whole);
    });
  }
});

Deno.test("migrate() refuses a migration that was changed after it was applied", async () => {
  await withFile((path) => {
    open(path, (db) => migrate(db, MIGRATIONS, path, NOW));
    const changed = MIGRATIONS.map((migration) =>
      migration.version === 2 ? { ...migration, sql: `${migration.sql}\n` } : migration
    );
    open(path, (db) =>
      assert.throws(() => migrate(db, changed, path, NOW), {
        code: "E_DB_MIGRATION_CHANGED",
        message: /"0002_runs"/,
      }));
    const renamed = MIGRATIONS.map((migration) =>
      migration.version === 3 ? { ...migration, name: "0003_other" } : migration
    );
    open(
      path,
      (db) =>
        assert.throws(() => migrate(db, renamed, path, NOW), { code: "E_DB_MIGRATION_CHANGED" }),
    );
  });
});

Deno.test("a migration is the same whatever line ends its checkout has", () => {
  for (const migration of MIGRATIONS) {
    const windows = { ...migration, sql: migration.sql.replaceAll("\n", "\r\n") };
    assert.equal(migrationHash(windows), migrationHash(migration));
  }
});

Deno.test("migrate() refuses a database that is newer, and leaves it as it is", async () => {
  await withFile((path) => {
    open(path, (db) => migrate(db, MIGRATIONS, path, NOW));
    const bytes = Deno.readFileSync(path);
    open(path, (db) =>
      assert.throws(() => migrate(db, MIGRATIONS.slice(0, -1), path, NOW), {
        code: "E_DB_NEWER",
      }));
    assert.deepEqual(Deno.readFileSync(path), bytes);
  });
});

Deno.test("migrate() refuses another program's database, and leaves it as it is", async () => {
  const others = ["CREATE TABLE t (a)", "PRAGMA application_id = 7", "PRAGMA user_version = 3"];
  for (const sql of others) {
    await withFile((path) => {
      open(path, (db) => db.exec(sql));
      const bytes = Deno.readFileSync(path);
      open(
        path,
        (db) => assert.throws(() => migrate(db, MIGRATIONS, path, NOW), { code: "E_DB_FOREIGN" }),
      );
      assert.deepEqual(Deno.readFileSync(path), bytes);
    });
  }
});

Deno.test("migrate() says that a database is damaged when its own records disagree", async () => {
  await withFile((path) => {
    open(path, (db) => migrate(db, MIGRATIONS, path, NOW));
    open(path, (db) => db.exec(`DELETE FROM migrations WHERE version = ${MIGRATIONS.length}`));
    open(
      path,
      (db) => assert.throws(() => migrate(db, MIGRATIONS, path, NOW), { code: "E_DB_CORRUPT" }),
    );
  });
});

Deno.test("migrate() takes back a step that fails or leaves rows that refer to nothing", async () => {
  const bad: Readonly<Record<string, string>> = {
    "a mistake in its last statement": "CREATE TABLE extra (a INTEGER) STRICT; SELECT nonsense;",
    "an orphan": "INSERT INTO runs VALUES ('r', NULL, 99, NULL, 'running', 1, '1', '1', '1', 0, " +
      "'1', '2', '2026-01-31T23:59:59.123Z', NULL, NULL, NULL, NULL);",
  };
  for (const [what, sql] of Object.entries(bad)) {
    await withFile((path) => {
      open(path, (db) => migrate(db, MIGRATIONS, path, NOW));
      const schema = schemaOf(path);
      const next: Migration = { version: MIGRATIONS.length + 1, name: "0006_bad", sql };
      open(path, (db) =>
        assert.throws(() => migrate(db, [...MIGRATIONS, next], path, NOW), {
          code: "E_DB_MIGRATION_FAILED",
        }, what));
      assert.deepEqual(schemaOf(path), schema);
      assert.equal(versionOf(path), MIGRATIONS.length);
    });
  }
});

Deno.test("a kernel killed at any statement of a migration leaves the version before", async () => {
  const config = `${import.meta.dirname}/../../deno.json`;
  const code = `
    import { DatabaseSync } from "node:sqlite";
    import { migrate } from ${JSON.stringify(new URL("./migrate.ts", import.meta.url).href)};
    const { path, migrations } = JSON.parse(await new Response(Deno.stdin.readable).text());
    const db = new DatabaseSync(path);
    db.exec("PRAGMA journal_mode = WAL");
    db.function("die", () => Deno.kill(Deno.pid, "SIGKILL"));
    migrate(db, migrations, path);`;
  const kill = async (path: string, migrations: readonly Migration[]): Promise<void> => {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", `--config=${config}`, "--no-check", code],
      stdin: "piped",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(JSON.stringify({ path, migrations })));
    await writer.close();
    const { signal, stderr } = await child.output();
    assert.equal(signal, "SIGKILL", new TextDecoder().decode(stderr));
  };
  // Every statement of the first step, which also makes the file, and of the last, with triggers.
  const cases: { version: number; sql: string }[] = [];
  for (const version of [1, MIGRATIONS.length]) {
    const statements = MIGRATIONS[version - 1]!.sql.split(/^(?=CREATE )/m);
    for (let n = 1; n <= statements.length; n++) {
      const sql = statements.toSpliced(n, 0, "SELECT die();\n").join("");
      cases.push({ version, sql });
    }
  }
  assert.ok(cases.length >= 9);
  await withFile(async (path) => {
    for (const [i, { version, sql }] of cases.entries()) {
      const file = `${path}.${i}`;
      if (version > 1) {
        open(file, (db) => migrate(db, MIGRATIONS.slice(0, version - 1), file, NOW));
      }
      const before = version > 1 ? schemaOf(file) : [];
      await kill(file, MIGRATIONS.map((own) => own.version === version ? { ...own, sql } : own));
      assert.equal(versionOf(file), version - 1);
      assert.deepEqual(schemaOf(file), before);
      open(file, (db) => migrate(db, MIGRATIONS, file, NOW));
      assert.equal(versionOf(file), MIGRATIONS.length);
    }
  });
});
