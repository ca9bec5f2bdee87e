/** Every finding can be cited: its query gives its rows, its id is the same everywhere. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { parse } from "yaml";
import type { Report } from "../kernel/contract/report.ts";
import { loadTable } from "../kernel/query/load_table.ts";
import { openPack } from "../kernel/store/pack_reader.ts";
import { type CommandEnd, PROJECT, runJson, runTask } from "./run_harness.ts";

/** A table whose columns have names that SQL, CSV and shells read otherwise. */
const HOSTILE = "hostile.csv";
const FIXTURES = ["demo.csv", "nile.csv", HOSTILE];
/** The last two are one name to SQL. */
const NAMES = ['say "x"', "row_index", "a'; DROP TABLE data; --", "select", "x\ty", "Flow", "flow"];

function hostileTable(): string {
  const line = (cells: readonly string[]) =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",") + "\r\n";
  let noise = 1;
  const next = () => (noise = noise * 16807 % 2147483647) / 2147483647;
  const rows = Array.from({ length: 120 }, (_, row) =>
    line(NAMES.map((_, column) => {
      const value = next() + (row >= 40 + 5 * column && row < 70 + 5 * column ? 4 : 0);
      return row % 17 === column ? "" : value.toFixed(6);
    })));
  return line(NAMES) + rows.join("");
}

interface FixtureRun {
  readonly appdata: string;
  readonly run_id: string;
  readonly report: Report;
}

async function withRun<T>(
  file: string,
  env: Record<string, string>,
  work: (run: FixtureRun) => Promise<T>,
): Promise<T> {
  const appdata = await Deno.makeTempDir({ prefix: "harness_evidence_" });
  try {
    const path = file === HOSTILE ? `${appdata}/${HOSTILE}` : `${PROJECT}/fixtures/${file}`;
    if (file === HOSTILE) await Deno.writeTextFile(path, hostileTable());
    const words = [path, "--appdata", appdata];
    const { code, json, stderr } = await runJson(words, { env });
    assert.equal(code, 0, stderr);
    const report = JSON.parse(await Deno.readTextFile(json.report_json));
    return await work({ appdata, run_id: json.run_id, report });
  } finally {
    await Deno.remove(appdata, { recursive: true });
  }
}

function findingsOf(report: Report) {
  return Object.entries(report.plugins).flatMap(([plugin_id, plugin]) =>
    plugin.findings.map((finding) => ({ plugin_id, plugin, finding }))
  );
}

function citedRows({ row_ids, row_ranges }: Report["plugins"][string]["findings"][0]["evidence"]) {
  return row_ids !== undefined
    ? [...row_ids]
    : row_ranges!.flatMap(({ start, end }) =>
      Array.from({ length: end - start }, (_, i) => start + i)
    );
}

function harness(words: readonly string[], appdata: string): Promise<CommandEnd> {
  return runTask("harness", [...words, "--appdata", appdata]);
}

for (const file of FIXTURES) {
  Deno.test(`every finding of ${file}: its query gives exactly its rows, its references are the manifest's`, async () => {
    await withRun(file, {}, async ({ appdata, report }) => {
      const found = findingsOf(report);
      assert.ok(found.length > 0, "the fixture has findings");
      if (file === HOSTILE) {
        const cited = new Set(found.flatMap(({ finding }) => finding.evidence.columns));
        assert.ok(cited.size >= 5, `findings cite ${[...cited]}`);
      }
      for (const { version_id } of report.datasets) {
        using pack = openPack(`${appdata}/datasets/${version_id}.pack`);
        for (const { finding } of found) {
          if (finding.evidence.dataset_version_id !== version_id) continue;
          const db = new DatabaseSync(":memory:");
          loadTable(db, pack, finding.evidence.query);
          const query = db.prepare(finding.evidence.query);
          const rows = query.all() as { row_index: number }[];
          assert.deepEqual(rows.map(({ row_index }) => row_index), citedRows(finding.evidence));
          assert.equal(query.columns().length, finding.evidence.columns.length + 1);
          db.close();
        }
      }
      assert.ok(
        found.every(({ finding }) =>
          report.datasets.some(({ version_id }) =>
            version_id === finding.evidence.dataset_version_id
          )
        ),
      );
      for (const { plugin_id, plugin } of found) {
        const manifest = parse(
          await Deno.readTextFile(`${PROJECT}/plugins/${plugin_id}/plugin.yaml`),
        );
        assert.deepEqual(plugin.references, manifest.references);
        assert.equal(plugin.version, manifest.version);
      }
    });
  });

  Deno.test(`ids of findings of ${file} are the same in another folder, zone and language`, async () => {
    const ids = (env: Record<string, string>) =>
      withRun(
        file,
        env,
        ({ report }) =>
          Promise.resolve(
            findingsOf(report).map(({ plugin_id, finding }) => `${plugin_id} ${finding.id}`),
          ),
      );
    const first = await ids({ TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8" });
    assert.deepEqual(await ids({ TZ: "America/St_Johns", LC_ALL: "C" }), first);
    assert.equal(new Set(first).size, first.length);
  });
}

Deno.test("cite and rows find a finding by the beginning of its id, and SQL is kept in its cage", async () => {
  await withRun("nile.csv", {}, async ({ appdata, run_id, report }) => {
    const { finding } = findingsOf(report).find(({ plugin }) => plugin.type === "analysis")!;
    const rows = citedRows(finding.evidence);
    const version = report.datasets[0]!.version_id;

    const cited = await harness(["cite", finding.id.slice(0, 8)], appdata);
    assert.equal(cited.code, 0, cited.stderr);
    assert.match(cited.stdout, new RegExp(`^Finding ${finding.id}: ${finding.kind} of `));
    const bibtex = await harness(["cite", run_id, "--format", "bibtex"], appdata);
    assert.match(bibtex.stdout, /^@dataset\{run_[0-9a-f]{12},$/m);
    assert.equal((await harness(["cite", "ffffffff"], appdata)).code, 2);

    const printed = await harness(["rows", finding.id], appdata);
    const lines = printed.stdout.trimEnd().split("\r\n");
    assert.equal(lines[0], ["row_index", ...finding.evidence.columns].join(","));
    assert.deepEqual(lines.slice(1).map((line) => Number(line.split(",")[0])), rows);
    const query = await harness(["rows", finding.id, "--query"], appdata);
    assert.equal(query.stdout, `${finding.evidence.query}\n`);

    const sql = (statement: string, ...more: string[]) =>
      harness(["rows", "--dataset", version, "--sql", statement, ...more], appdata);
    // What SQLite gives is what was printed from the pack.
    assert.equal((await sql(finding.evidence.query)).stdout, printed.stdout);
    for (
      const statement of [
        "ATTACH DATABASE '/tmp/other.sqlite' AS other",
        "VACUUM INTO '/tmp/copy.sqlite'",
        "SELECT load_extension('x')",
        "SELECT readfile('/etc/passwd')",
      ]
    ) {
      const end = await sql(statement);
      assert.equal(end.code, 2, statement);
      assert.match(end.stderr, /E_QUERY_FAILED/);
    }
    const endless =
      "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT max(x) FROM t";
    const late = await sql(endless, "--seconds", "1");
    assert.equal(late.code, 1);
    assert.match(late.stderr, /E_QUERY_TIMEOUT/);
  });
});
