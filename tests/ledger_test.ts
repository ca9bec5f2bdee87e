/** The permission ledger: what attacks tried in real runs is in the audit, each with its refusal. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { appdataLayout } from "../kernel/store/appdata.ts";
import { openState } from "../kernel/store/state_store.ts";
import { createUi } from "../ui/server.ts";
import { hashFolder, type RunJson, runJson, runTask } from "./run_harness.ts";
import { readAttack } from "./security/run_attack.ts";
import { trustPlugins } from "./trust_plugins.ts";
import { writePlugin } from "./write_plugin.ts";

const ATTACKS = `${import.meta.dirname}/../fixtures/attacks`;
/** Attacks that a bundler lets through: those that import Node's modules do not come this far. */
const NAMES = ["read_with_deno", "read_by_detour", "write_with_deno", "env_with_deno"];
const SILENT = "run_with_deno";
const FLOOD = "ledger_flood";
const HOSTILE = "/tmp/<script>alert(1)</script>\u001b[31m\u202egnp";

const folder = await Deno.makeTempDir({ prefix: "harness_ledger_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const appdata = `${folder}/appdata`;
const plugins = `${folder}/outside/plugins`;
const where = ["--plugins-dir", plugins, "--appdata", appdata];
const place = { cwd: `${folder}/outside/here`, env: { TMPDIR: `${folder}/outside/tmp` } };
const settings = {
  dir: `${folder}/outside`,
  outside: `${folder}/outside/attacked`,
  secret_dir: `${folder}/outside/secret`,
  secret_file: `${folder}/outside/secret/secret.txt`,
};

/** An attack of the suite as a stranger's plugin; it is told where things are in its own code. */
async function plantAttack(id: string): Promise<void> {
  const kit = await Deno.readTextFile(`${ATTACKS}/_kit.js`);
  const plugin = await Deno.readTextFile(`${ATTACKS}/${id}/plugin.js`);
  const told = plugin.replace("({ settings }, channel)", "(_request, channel)");
  const text = `${kit}const settings = ${JSON.stringify(settings)};\n${told}`;
  await plantPlugin(id, text);
}

async function plantPlugin(id: string, text: string): Promise<void> {
  await writePlugin(plugins, { id, run: "" });
  await Deno.writeTextFile(`${plugins}/${id}/plugin.ts`, text);
}

interface Row {
  readonly plugin_id: string;
  readonly permission: string | null;
  readonly value: string | null;
  readonly count: number;
  readonly granted: number;
}

function query<T>(sql: string, run_id: string): T[] {
  const db = new DatabaseSync(`${appdata}/state.sqlite`, { readOnly: true });
  try {
    return db.prepare(sql).all(run_id).map((row) => ({ ...row }) as T);
  } finally {
    db.close();
  }
}

const ledgerOf = (run_id: string) =>
  query<Row>(
    `SELECT e.plugin_id, p.permission, p.value, p.count, p.granted FROM executions e
     JOIN steps s USING (step_id) JOIN execution_permissions p USING (execution_id)
     WHERE s.run_id = ? ORDER BY e.plugin_id, p.position`,
    run_id,
  );

/** Different things that were refused, by permission, as the suite counts them. */
function refusals(rows: readonly Row[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { permission, granted } of rows) {
    if (granted === 0) counts[permission!] = (counts[permission!] ?? 0) + 1;
  }
  return counts;
}

for (const name of ["here", "tmp", "secret", "attacked"]) {
  await Deno.mkdir(`${folder}/outside/${name}`, { recursive: true });
}
await Deno.writeTextFile(settings.secret_file, "a secret");
const table = `${folder}/outside/table.csv`;
const lines = Array.from({ length: 40 }, (_, i) => `${i}.5,${i % 7}`);
await Deno.writeTextFile(table, `x,y\n${lines.join("\n")}\n`);

for (const name of [...NAMES, SILENT, FLOOD]) await plantAttack(name);
await plantPlugin(
  "other_attempts",
  `${await Deno.readTextFile(`${ATTACKS}/_kit.js`)}
  export default {
    async execute(_request, channel) {
      for (let i = 0; i < 3; i++) {
        await attack.attempt("connect", () => Deno.connect({ hostname: "127.0.0.1", port: 9 }));
      }
      await attack.attempt("listen", () => Deno.listen({ port: 0 }));
      await attack.attempt("host", () => Deno.hostname());
      await attack.attempt("ffi", () => Deno.dlopen("/lib/libc.so.6", {}));
      await attack.attempt("hostile", () => Deno.readTextFileSync(${JSON.stringify(HOSTILE)}));
      // How it was refused differs between the walls, and a key has one result.
      attack.answer(channel, { metrics: {} });
    },
  };`,
);
await trustPlugins(plugins, appdata);
const before = await hashFolder(`${folder}/outside`);
const PLUGINS = [...NAMES, SILENT, FLOOD, "other_attempts"];
const runs: Record<string, RunJson> = {};
const messages: string[] = [];
for (const walls of ["auto", "flags"]) {
  const words = [table, "--plugins", PLUGINS.join(","), "--no-reuse", "--walls", walls, ...where];
  const { json, stderr } = await runJson(words, place);
  runs[walls] = json;
  messages.push(stderr);
}

for (const [walls, { run_id }] of Object.entries(runs)) {
  Deno.test(`every attempt is in the audit with its refusal, with --walls ${walls}`, async () => {
    const rows = Map.groupBy(ledgerOf(run_id), ({ plugin_id }) => plugin_id);
    for (const name of NAMES) {
      const { expect } = await readAttack(name);
      assert.deepEqual(refusals(rows.get(name)!), expect.refused, name);
    }
    const refused = (id: string) =>
      rows.get(id)!.filter(({ granted }) => granted === 0)
        .map(({ permission, value, count }) => [permission, value, count]);
    const { secret_dir, secret_file, outside } = settings;
    assert.deepEqual(refused("read_with_deno"), [
      ["read", "/etc/passwd", 1],
      ["read", secret_dir, 3],
      ["read", secret_file, 14],
    ]);
    const written = refused("write_with_deno");
    for (const name of ["1", "2", "3", "4", "5", "6"]) {
      assert.ok(written.some(([, value]) => value === `${outside}/${name}`), name);
    }
    const names = ["DENO_DIR", "HARNESS_TEST_SECRET", "HOME", "LD_PRELOAD", "PATH"];
    assert.deepEqual(refused("env_with_deno").map(([, value]) => value), [null, ...names]);
    assert.deepEqual(refused("other_attempts"), [
      ["ffi", "/lib/libc.so.6", 1],
      ["net", "0.0.0.0:0", 2],
      ["net", "127.0.0.1:9", 6],
      ["read", "/tmp/<script>alert(1)</script>\\x1b[31m\\u{202e}gnp", 1],
      ["sys", "hostname", 1],
    ]);
    for (const id of PLUGINS) {
      const granted = rows.get(id)!.filter((row) => row.granted === 1);
      assert.ok(granted.some(({ value }) => value === "BUNDLE"), `${id} read its own bundle`);
    }
  });

  Deno.test(`what Deno's log cannot show is not in it, with --walls ${walls}`, () => {
    const rows = ledgerOf(run_id).filter(({ plugin_id }) => plugin_id === SILENT);
    assert.deepEqual(refusals(rows), {});
    assert.ok(rows.every(({ permission }) => permission === "read"));
  });

  Deno.test(`every execution has its row with status and reason, with --walls ${walls}`, () => {
    const rows = query<Record<string, unknown>>(
      `SELECT e.*, s.status AS step_status FROM executions e JOIN steps s USING (step_id)
       WHERE s.run_id = ?`,
      run_id,
    );
    const ran = runs[walls]!.steps.filter(({ status }) => status !== "skipped");
    assert.deepEqual(
      rows.map(({ plugin_id }) => plugin_id).sort(),
      ran.map(({ plugin_id }) => plugin_id).sort(),
    );
    for (const row of rows) {
      const flood = row.plugin_id === FLOOD;
      assert.equal(row.status, row.step_status);
      assert.equal(row.status, flood ? "killed" : "ok", String(row.plugin_id));
      assert.equal(row.error_code, flood ? "E_LEDGER_FULL" : null);
      assert.equal(row.ledger_state, flood ? "full" : "kept");
      assert.equal(Number(row.ledger_dropped) > 0, flood);
      assert.equal(row.permissions_granted, '["read:INPUT","read:BUNDLE"]');
      assert.match(String(row.permissions_declared), /"no_network":true/);
      assert.ok(row.ended_at !== null && Number(row.duration_ms) > 0);
    }
    const flood = ledgerOf(run_id).filter(({ plugin_id }) => plugin_id === FLOOD);
    assert.deepEqual(refusals(flood), { read: 1000 });
  });
}

Deno.test("whoever runs a plugin is told at once that it was refused something", () => {
  for (const message of messages) {
    const told = message.split("\n").filter((line) => line.includes("beyond its grants"));
    assert.deepEqual(
      told.map((line) => line.split(" asked for ")[0]).sort(),
      PLUGINS.filter((id) => id !== SILENT).sort(),
    );
    assert.ok(told.some((line) => line.startsWith("read_with_deno asked for 3 things beyond")));
  }
});

Deno.test("runs show --ledger says it all in words, and nothing in it obeys a plugin", async () => {
  const { run_id } = runs.auto!;
  const show = (id: string, ...words: string[]) =>
    runTask("harness", ["runs", "show", id, ...words, "--appdata", appdata], place);
  const { code, stdout } = await show(run_id, "--ledger");
  assert.equal(code, 0);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
  const part = (id: string) => stdout.split("\n\n").find((text) => text.startsWith(`${id}: `))!;
  assert.match(part("profile_basic"), /^profile_basic: execution \d+, ok$/m);
  assert.match(part("profile_basic"), /declared {3}read run_dir, plugins; no network$/m);
  assert.match(part("profile_basic"), /granted {4}read:INPUT, read:BUNDLE$/m);
  assert.match(part("profile_basic"), /asked for {2}nothing beyond its grants: /);
  assert.match(part("read_with_deno"), /refused: 3 things, 18 checks$/m);
  assert.match(part("read_with_deno"), /^ +refused +read +1 check +"\/etc\/passwd"$/m);
  assert.match(part("other_attempts"), /^ +refused +net +6 checks +"127\.0\.0\.1:9"$/m);
  assert.match(part("other_attempts"), /"\/tmp\/<script>alert\(1\)<\/script>\\x1b\[31m/);
  assert.match(part("env_with_deno"), /^ +refused +env +1 check +all of it$/m);
  assert.match(part(FLOOD), /execution \d+, killed$/m);
  assert.match(
    part(FLOOD),
    /checks of further things, which are not listed; then its log was full/,
  );
  assert.match(stdout, /Attempts to start programs, .* are refused without an entry in it\./);

  const plain = await show(run_id);
  assert.match(plain.stdout, /^read_with_deno +analysis +ok .* 3 +/m);
  assert.match(plain.stdout, /^Refused: \d+ things .* --ledger$/m);
  assert.ok(!plain.stdout.includes("/etc/passwd"));

  const shown = JSON.parse((await show(run_id, "--json")).stdout);
  const execution = shown.executions
    .find(({ plugin_id }: { plugin_id: string }) => plugin_id === "env_with_deno");
  assert.equal(execution.ledger_state, "kept");
  assert.deepEqual(execution.ledger[0], {
    ...{ permission: "env", value: null, granted: false, count: execution.ledger[0].count },
  });

  const again = await runJson([table, "--plugins", "read_with_deno", ...where], place);
  const reused = await show(again.json.run_id, "--ledger");
  const { execution_id } = shown.executions
    .find(({ plugin_id }: { plugin_id: string }) => plugin_id === "read_with_deno");
  const from = new RegExp(
    `^read_with_deno: no process: the result of execution (\\d+) in run (\\S+) was used again$`,
    "m",
  ).exec(reused.stdout)!;
  assert.deepEqual(from.slice(1), [String(execution_id), run_id]);
});

Deno.test("the run's page lists what was refused, as text", async () => {
  const layout = appdataLayout(appdata);
  const state = await openState(layout);
  try {
    const app = createUi({ state, appdata: layout, port: 8000 });
    const ask = async (path: string) =>
      await (await app.request(`http://127.0.0.1:8000/runs/${runs.auto!.run_id}${path}`, {
        headers: { host: "127.0.0.1:8000" },
      })).text();
    const page = await ask("");
    const cells = [...page.matchAll(/<td>([^<]*)<\/td>/g)].map(([, cell]) => cell);
    const at = cells.indexOf("&quot;127.0.0.1:9&quot;");
    assert.equal(cells[at - 4], "other_attempts");
    assert.deepEqual(cells.slice(at - 2, at), ["net", "6 checks"]);
    assert.ok(page.includes("&lt;script&gt;alert(1)&lt;/script&gt;\\x1b[31m"));
    assert.ok(!page.includes("<script"));
    assert.match(page, /and 900 more: see audit\.json/);
    assert.match(page, /nothing beyond its grants/);
    const audit = JSON.parse(await ask("/audit.json"));
    assert.ok(JSON.stringify(audit).includes('"value":"127.0.0.1:9"'));
  } finally {
    state.close();
  }
});

Deno.test("afterwards the database is intact, nothing else was written, and nothing runs", async () => {
  const db = new DatabaseSync(`${appdata}/state.sqlite`, { readOnly: true });
  try {
    assert.equal(db.prepare("PRAGMA integrity_check").get()!.integrity_check, "ok");
    assert.deepEqual(db.prepare("PRAGMA foreign_key_check").all(), []);
    const open = db.prepare("SELECT count(*) AS n FROM executions WHERE status = 'running'");
    assert.equal(open.get()!.n, 0);
  } finally {
    db.close();
  }
  assert.deepEqual(await hashFolder(`${folder}/outside`), before);
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
    "appdata",
    "outside",
  ]);
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "args"] }).output();
  const alive = new TextDecoder().decode(stdout).split("\n")
    .filter((line) => line.includes("bootstrap.js") && line.includes(folder));
  assert.deepEqual(alive, []);
});
