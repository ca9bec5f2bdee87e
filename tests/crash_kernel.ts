/** A kernel that dies by SIGKILL at its n-th transition, and what must be true afterwards. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { hashFolder, runJson } from "./run_harness.ts";

const DRIVER = `${import.meta.dirname}/./crash_driver.ts`;
const PROJECT = `${import.meta.dirname}/../`;
const UNCOMPARED = ["owner.lock", "run.json", "run.log.jsonl"];

/** An appdata folder to copy, and what a run in it gives when nothing disturbs it. */
export interface UndisturbedRun {
  readonly file: string;
  /** Appdata with the plugins bundled and nothing else. */
  readonly prepared: string;
  /** Hashes of the reports and artifacts. */
  readonly hashes: Readonly<Record<string, string>>;
}

/**
 * Runs a file to its end, for comparison.
 * @param folder a temporary folder
 * @param file the table
 */
export async function undisturbedRun(folder: string, file: string): Promise<UndisturbedRun> {
  const appdata = `${folder}/undisturbed`;
  const { code, json, stderr } = await runJson([file, "--appdata", appdata]);
  assert.equal(code, 0, stderr);
  const hashes = await reportHashes(json.report_json);
  const prepared = `${folder}/prepared`;
  await copyFolder(`${appdata}/cache`, `${prepared}/cache`);
  await Deno.remove(`${prepared}/cache/results`, { recursive: true });
  return { file, prepared, hashes };
}

/**
 * Kills a kernel at its n-th transition, checks what it left, finishes the run, and checks that
 * nothing shows.
 * @param folder a temporary folder
 * @param undisturbed what to compare with
 * @param n which transition, from 1
 * @returns the transition's name, or undefined when the run ended before it came to n
 */
export async function killAndResume(
  folder: string,
  undisturbed: UndisturbedRun,
  n: number,
): Promise<string | undefined> {
  const appdata = `${folder}/killed_${n}`;
  await copyFolder(undisturbed.prepared, appdata);
  const { stdout, signal } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", DRIVER, undisturbed.file, appdata, String(n)],
    cwd: PROJECT,
    stdin: "null",
    stderr: "null",
  }).output();
  const names = new TextDecoder().decode(stdout).trim().split("\n");
  if (signal !== "SIGKILL") {
    assert.ok(names.length < n, `no transition ${n}, and ${names.length} were reached`);
    await Deno.remove(appdata, { recursive: true });
    return undefined;
  }
  const name = names.at(-1)!;
  assert.equal(names.length, n);
  await noProcessWith(appdata);
  const ids = checkDatabase(`${appdata}/state.sqlite`, name);
  await checkReports(`${appdata}/runs`, undisturbed, name);

  const [id] = ids;
  const words = id === undefined ? [undisturbed.file] : ["--resume", id];
  const { code, json, stderr } = await runJson([...words, "--appdata", appdata]);
  assert.equal(code, 0, `${name}: ${stderr}`);
  assert.deepEqual(await reportHashes(json.report_json), undisturbed.hashes, name);
  const left = Object.keys(await hashFolder(appdata))
    .filter((path) => path.endsWith(".part") || path.includes("/staging"));
  assert.deepEqual(left, [], `${name}: nothing unfinished is left`);
  const folders = [...Deno.readDirSync(`${appdata}/runs`)].map((entry) => entry.name).sort();
  assert.deepEqual(folders, [...ids, json.run_id].sort(), `${name}: every folder has its run`);
  for (const run of folders) {
    const staging = [...Deno.readDirSync(`${appdata}/runs/${run}`)].map((entry) => entry.name);
    assert.ok(!staging.includes("staging"), `${name}: staging of ${run}`);
  }
  checkStatuses(`${appdata}/state.sqlite`, id, name);
  await Deno.remove(appdata, { recursive: true });
  return name;
}

/** The database is sound; gives the ids of its runs. */
function checkDatabase(path: string, name: string): string[] {
  const db = new DatabaseSync(path);
  try {
    assert.equal(db.prepare("PRAGMA integrity_check").get()!.integrity_check, "ok", name);
    assert.deepEqual(db.prepare("PRAGMA foreign_key_check").all(), [], name);
    // A result is there exactly when a step says so.
    assert.deepEqual(
      db.prepare(
        `SELECT plugin_id FROM results r WHERE NOT EXISTS (SELECT 1 FROM steps s
           WHERE s.step_key = r.step_key AND s.result_sha256 = r.sha256)`,
      ).all(),
      [],
      name,
    );
    return db.prepare("SELECT run_id FROM runs").all().map((row) => String(row.run_id));
  } finally {
    db.close();
  }
}

/** What the dead kernel left of its reports is whole, or not there. */
async function checkReports(
  runs: string,
  undisturbed: UndisturbedRun,
  name: string,
): Promise<void> {
  for (const run of [...Deno.readDirSync(runs)]) {
    const hashes = await hashFolder(`${runs}/${run.name}`);
    for (const path of ["report.json", "report.md", "report.html"]) {
      if (path in hashes) assert.equal(hashes[path], undisturbed.hashes[path], `${name}: ${path}`);
    }
  }
}

/** After the next start: the killed run is interrupted unless it had ended, and nothing runs. */
function checkStatuses(path: string, killed: string | undefined, name: string): void {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    for (const table of ["runs", "steps", "executions"]) {
      const { n } = db.prepare(`SELECT count(*) AS n FROM ${table} WHERE status = 'running'`)
        .get() as { n: number };
      assert.equal(n, 0, `${name}: ${table}`);
    }
    if (killed === undefined) return;
    const { status } = db.prepare("SELECT status FROM runs WHERE run_id = ?").get(killed)!;
    assert.equal(status, name === "run ended" ? "completed" : "interrupted", name);
  } finally {
    db.close();
  }
}

/** Plugins end with their kernel; they are given a moment to. */
async function noProcessWith(text: string): Promise<void> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const { stdout } = await new Deno.Command("ps", { args: ["-eo", "args"] }).output();
    if (!new TextDecoder().decode(stdout).includes(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`a process of ${text} lives on`);
}

async function reportHashes(report_json: string): Promise<Record<string, string>> {
  const hashes = await hashFolder(report_json.slice(0, report_json.lastIndexOf("/")));
  for (const name of UNCOMPARED) delete hashes[name];
  return hashes;
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for (const { name, isDirectory } of [...Deno.readDirSync(from)]) {
    if (isDirectory) await copyFolder(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}
