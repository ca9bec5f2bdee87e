/**
 * Nothing that a plugin or a dataset can set acts where it is shown: terminal, report.html,
 * report.md, CSV, the pages of the UI. Hostile texts go through whole runs, with real plugins.
 */
import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import { plainHtml, plainMarkdown } from "../kernel/pipeline/plain_report.ts";
import { appdataLayout } from "../kernel/store/appdata.ts";
import { openState } from "../kernel/store/state_store.ts";
import { createUi } from "../ui/server.ts";
import { FORMULAS, HOSTILE, NUMBERS_AS_TEXT } from "./injection/hostile_text.ts";
import { COLUMN, HOSTILE_PLUGINS, makeHostileWorld } from "./injection/hostile_world.ts";
import { harmlessAsHtml, harmlessAsMarkdown, harmlessOnTerminal } from "./injection/harmless.ts";
import { type CommandEnd, PROJECT, runJson, runTask, taskArguments } from "./run_harness.ts";
import { trustPlugins } from "./trust_plugins.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_injection_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const world = await makeHostileWorld(folder);
const appdata = `${folder}/appdata`;
const PLACE = ["--appdata", appdata];
const ANALYSES = ["--plugins-dir", world.analyses];
const CHOICE = ["--plugins", [...HOSTILE_PLUGINS, "llm_prompt_builder"].join(",")];

/** As a person starts it, printing for people. */
async function shown(words: readonly string[], task = "harness"): Promise<CommandEnd> {
  const end = await runTask(task, words);
  harmlessOnTerminal(end.stdout, words.slice(0, 2).join(" "));
  harmlessOnTerminal(end.stderr, `${words.slice(0, 2).join(" ")}, standard error`);
  return end;
}

// What a stranger's manifest says is printed before anything of it is trusted.
const asked = await shown(["plugins", "trust", "hostile_words", ...ANALYSES, ...PLACE]);
await trustPlugins(world.analyses, appdata);
const run = await runJson([world.table, ...CHOICE, ...ANALYSES, ...PLACE]);
const report = JSON.parse(await Deno.readTextFile(run.json.report_json));
const dataset = run.json.dataset!.version_id;
const finding = report.plugins.hostile_words.findings[0].id as string;

Deno.test("the hostile run is one: every plugin ended as it should have, its texts in the report", () => {
  assert.equal(asked.code, 0, asked.stderr);
  const ends = Object.fromEntries(run.json.steps.map((step) => [step.plugin_id, step.status]));
  const { hostile_words, hostile_skip, hostile_throw, hostile_code } = ends;
  assert.deepEqual([hostile_words, hostile_skip], ["ok", "skipped"]);
  assert.deepEqual([hostile_throw, hostile_code], ["error", "error"]);
  for (const id of ["hostile_artifact", "hostile_result"]) {
    assert.ok(["refused", "error"].includes(ends[id]!), `${id}: ${ends[id]}`);
  }
  assert.ok(JSON.stringify(report).includes("x-evil"));
  assert.equal(report.datasets[0].columns[0].name, COLUMN);
});

Deno.test("no command prints what a terminal would obey", async () => {
  const { run_id } = run.json;
  const again = await shown([world.table, ...CHOICE, ...ANALYSES, ...PLACE], "run");
  assert.equal(again.code, 1);
  assert.match(again.stdout + again.stderr, /evil/);
  const commands = [
    ["runs", "list", ...PLACE],
    ["runs", "show", run_id, ...PLACE],
    ["runs", "show", run_id, "--ledger", ...PLACE],
    ["runs", "show", run_id, "--json", ...PLACE],
    ["why", run_id, "hostile_throw", ...PLACE],
    ["why", run_id, "\x1b[31m<x-evil>", ...PLACE],
    ["verify", run_id, ...PLACE],
    ["diff", run_id, run_id, ...PLACE],
    ["eval", "init", run_id, ...PLACE],
    ["cite", finding, ...PLACE],
    ["cite", finding, "--format", "bibtex", ...PLACE],
    ["cite", finding, "--format", "csl-json", ...PLACE],
    ["rows", finding, "--query", ...PLACE],
    ["plugins", "list", ...ANALYSES, ...PLACE],
    ["plugins", "list", "--json", ...ANALYSES, ...PLACE],
    ["plugins", "validate", "hostile_words", ...ANALYSES, ...PLACE],
    ["explain", "\x1b[31mE_EVIL"],
    ["run", `${folder}/\u009b31m\u202e.csv`, ...PLACE],
    ["run", world.table, "--dry-run", ...CHOICE, ...ANALYSES, ...PLACE],
  ];
  for (const words of commands) await shown(words);
});

Deno.test("report.html and report.md hold no element, attribute, image or target of a payload", async () => {
  const html = await Deno.readTextFile(run.json.report_json.replace(/json$/, "html"));
  harmlessAsHtml(html, "report.html");
  assert.ok(html.includes("&lt;x-evil"), "the payload is shown as text");
  harmlessAsMarkdown(await Deno.readTextFile(run.json.report_md), "report.md");
});

Deno.test("the plain report that the kernel writes itself is as harmless", () => {
  harmlessAsMarkdown(plainMarkdown(report, HOSTILE.lines), "plain report.md");
  harmlessAsHtml(plainHtml(report, HOSTILE.lines), "plain report.html");
});

Deno.test("artifacts of the report plugin are as harmless: further pages, findings.csv", async () => {
  const own = `${appdata}/runs/${run.json.run_id}/artifacts/report_bundle`;
  const csv = await Deno.readTextFile(`${own}/findings.csv`);
  harmlessOnTerminal(csv.replaceAll("\r\n", "\n"), "findings.csv");
  for (const row of parse(csv) as string[][]) {
    for (const cell of row) assert.doesNotMatch(cell, /^(?:[=+@\t\r]|-(?!\d))/);
  }
  for (const { name } of Deno.readDirSync(own)) {
    const text = await Deno.readTextFile(`${own}/${name}`);
    if (name.endsWith(".html")) harmlessAsHtml(text, name);
    if (name.endsWith(".md")) harmlessAsMarkdown(text, name);
  }
});

Deno.test("prompts for a language model are harmless as Markdown, too", async () => {
  const own = `${appdata}/runs/${run.json.run_id}/artifacts/llm_prompt_builder`;
  const names = [...Deno.readDirSync(own)].map(({ name }) => name);
  assert.ok(names.some((name) => name.endsWith(".md")));
  for (const name of names.filter((each) => each.endsWith(".md"))) {
    harmlessAsMarkdown(await Deno.readTextFile(`${own}/${name}`), name);
  }
});

Deno.test("a check against a hostile truth file prints and writes nothing that acts", async () => {
  const { run_id } = run.json;
  const drafted = await shown(["eval", "init", run_id, ...PLACE]);
  const truth = `${folder}/hostile.truth.yaml`;
  const junit = `${folder}/junit.xml`;
  // Half of it is not found, so that what is missing is named.
  await Deno.writeTextFile(truth, drafted.stdout.replaceAll('columns: ["', 'columns: ["not '));
  const { code, stdout } = await shown(
    [truth, "--run", run_id, "--junit", junit, ...PLACE],
    "eval",
  );
  assert.equal(code, 1, stdout);
  assert.match(stdout, /evil/);
  const xml = await Deno.readTextFile(junit);
  harmlessOnTerminal(xml, "junit.xml");
  assert.match(xml, /&lt;x-evil/);
  assert.doesNotMatch(xml, /<(?!\/?(?:testsuites?|testcase|failure|properties|property)\b|\?xml )/);
});

Deno.test("CSV exports disarm formulas and leave numbers as they are, also those that are text", async () => {
  for (
    const words of [
      ["dataset", "export", dataset, ...PLACE],
      ["rows", "--dataset", dataset, "--rows", "0-12", ...PLACE],
      ["rows", "--dataset", dataset, "--sql", "SELECT * FROM data LIMIT 13", ...PLACE],
    ]
  ) {
    const { code, stdout, stderr } = await runTask("harness", words);
    assert.equal(code, 0, stderr);
    const [head, ...rows] = parse(stdout) as string[][];
    const at = head!.findIndex((name) => name.includes("cmd"));
    assert.equal(head![at], `'${COLUMN}`);
    const cells = rows.map((row) => row[at]!);
    assert.deepEqual(cells.slice(0, FORMULAS.length), FORMULAS.map((cell) => `'${cell}`));
    assert.deepEqual(
      cells.slice(FORMULAS.length, FORMULAS.length + NUMBERS_AS_TEXT.length),
      NUMBERS_AS_TEXT,
    );
    assert.deepEqual(rows.slice(0, 2).map((row) => row[at + 1]), ["-1", "+1.5e3"]);
  }
});

Deno.test("a workbook's sheet names and cells are as harmless as a table's", async () => {
  const end = await shown([world.workbook, "--plugins", "auto", ...PLACE], "run");
  assert.match(end.stdout, /completed/, end.stderr);
  const [, md] = /^ {2}(\/.*report\.md)$/m.exec(end.stdout)!;
  harmlessAsMarkdown(await Deno.readTextFile(md!), "report.md of a workbook");
  harmlessAsHtml(await Deno.readTextFile(md!.replace(/md$/, "html")), "report.html of a workbook");
});

Deno.test("a stranger's report plugin gets no image, script or element into a report", async () => {
  const reports = ["--plugins-dir", world.reports];
  await trustPlugins(world.reports, appdata);
  const words = [`${PROJECT}/fixtures/nile.csv`, "--plugins", "analysis_scan_statistics"];
  const { json, stderr } = await runJson([...words, ...reports, ...PLACE]);
  const step = json.steps.find(({ plugin_id }) => plugin_id === "zz_report");
  assert.equal(step?.status, "ok", stderr);
  const written = await Deno.readTextFile(json.report_md);
  const page = await Deno.readTextFile(json.report_json.replace(/json$/, "html"));
  assert.ok(written.includes("evil") && page.includes("evil"), "they are the stranger's");
  harmlessAsMarkdown(written, "report.md of a stranger", false);
  // Elements may stand there; the policy lets none of them act.
  assert.match(page, /^<!doctype html>.{0,40}<meta http-equiv="Content-Sec/s);
});

Deno.test("pages of the UI show payloads as text", async () => {
  const layout = appdataLayout(appdata);
  const state = await openState(layout);
  try {
    const ui = createUi({ state, appdata: layout, port: 8000 });
    const { run_id } = run.json;
    const headers = { host: "127.0.0.1:8000" };
    const ask = (path: string) => ui.request(`http://127.0.0.1:8000${path}`, { headers });
    for (const path of ["/", `/runs/${run_id}`, "/runs/<x-evil onerror=evil()>", "/%3Cx-evil%3E"]) {
      const response = await ask(path);
      assert.match(response.headers.get("content-security-policy")!, /default-src 'none'/);
      harmlessAsHtml(await response.text(), path);
    }
    const shownRun = await (await ask(`/runs/${run_id}`)).text();
    assert.ok(shownRun.includes("&lt;x-evil"), "the payload is there");
    const artifact = await ask(`/runs/${run_id}/artifacts/hostile_words/page.html`);
    assert.equal(artifact.headers.get("content-type"), "application/octet-stream");
    assert.match(artifact.headers.get("content-disposition")!, /^attachment/);
    await artifact.body?.cancel();
  } finally {
    state.close();
  }
});

const SCRIPT = "/usr/bin/script";
const hasTerminal = await Deno.stat(SCRIPT).then(() => true, () => false);

Deno.test({
  name: "on a terminal cells are escaped, and all that it obeys is the harness's own" +
    (hasTerminal ? "" : " (SKIPPED: no script(1) here to make a terminal)"),
  ignore: !hasTerminal,
  async fn() {
    const lines = [
      ["harness", "rows", "--dataset", dataset, "--rows", "0-12", ...PLACE],
      ["harness", "dataset", "export", dataset, ...PLACE],
      ["harness", "dataset", "export", dataset, "--format", "json", ...PLACE],
      ["run", world.table, ...CHOICE, ...ANALYSES, ...PLACE],
    ];
    for (const [task, ...words] of lines) {
      const printed = await onTerminal([...taskArguments(task!), ...words]);
      assert.match(printed, /evil/);
      // The terminal's own line ends, then colours and the status line that is written over.
      const rest = printed.replaceAll("\r\n", "\n")
        // deno-lint-ignore no-control-regex
        .replace(/\x1b\[(?:\d+m|K)|\r(?=\x1b\[K)/g, "");
      harmlessOnTerminal(rest, words.slice(0, 3).join(" "));
    }
  },
});

/** Runs Deno with a terminal of its own; gives what it printed there. */
async function onTerminal(args: readonly string[]): Promise<string> {
  const quoted = [Deno.execPath(), ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const { stdout } = await new Deno.Command(SCRIPT, {
    args: ["--quiet", "--return", "--command", quoted.join(" "), "/dev/null"],
    cwd: PROJECT,
    env: { INIT_CWD: PROJECT, TERM: "xterm", LC_ALL: "C.UTF-8" },
    stdin: "null",
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("a closed pipe ends every command quietly", async () => {
  const commands = [
    ["--help"],
    ["run", "--help"],
    ["explain"],
    ["runs", "list", ...PLACE],
    ["runs", "show", run.json.run_id, "--json", ...PLACE],
    ["plugins", "list", ...PLACE],
    ["dataset", "export", dataset, ...PLACE],
    ["rows", "--dataset", dataset, "--sql", "SELECT * FROM data", ...PLACE],
    ["doctor", "--sbom", ...PLACE],
  ];
  for (const words of commands) {
    const child = new Deno.Command(Deno.execPath(), {
      args: [...taskArguments("harness"), ...words],
      cwd: PROJECT,
      env: { INIT_CWD: PROJECT, NO_COLOR: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    await child.stdout.cancel();
    const [{ code }, said] = await Promise.all([child.status, new Response(child.stderr).text()]);
    assert.equal(said, "", words.join(" "));
    assert.equal(code, 0, words.join(" "));
  }
});
