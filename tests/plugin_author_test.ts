/** What an author does, from `plugins new` to a run, and every snippet of plugins/README.md. */
import assert from "node:assert/strict";
import type { PluginModule } from "../plugins/_sdk/define_plugin.ts";
import * as stats from "../plugins/_sdk/stats/mod.ts";
import { runPlugin } from "../plugins/_sdk/testing/mod.ts";
import { PROJECT, runTask } from "./run_harness.ts";

const folder = await Deno.makeTempDir({ prefix: "harness_author_" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const mine = `${folder}/mine`;
await Deno.mkdir(mine);
const appdata = ["--appdata", `${folder}/appdata`];
const README = await Deno.readTextFile(`${PROJECT}/plugins/README.md`);

/** The fenced blocks of one language, in order. */
function snippets(language: string): string[] {
  return [...README.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter((match) => match[1] === language).map((match) => match[2]!);
}

/** Runs the tests of a plugin's folder as `deno task test` does, without looking for walls. */
async function denoTest(path: string) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-prompt", "-A", path],
    cwd: PROJECT,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

Deno.test("every kind of snippet is in the README, and this file runs each", () => {
  const counts = Object.fromEntries(
    ["sh", "ts", "json", "yaml"].map((language) => [language, snippets(language).length]),
  );
  assert.deepEqual(counts, { sh: 1, ts: 2, json: 1, yaml: 1 });
  assert.equal([...README.matchAll(/^```/gm)].length, 2 * 5);
});

Deno.test("the README names every function of the maths kit", () => {
  const distributions = /^(?:normal|studentT|chiSquare|f|beta|gamma)(?=[A-Z])(?!P$|Q$|I)/;
  const named = new Set([...README.matchAll(/`…?([A-Za-z0-9_]+)`/g)].map((match) => match[1]!));
  for (const name of Object.keys(stats)) {
    if (name === "StatsError") continue;
    const family = distributions.exec(name)?.[0];
    const parts = family === undefined ? [name] : [family, name.slice(family.length)];
    for (const part of parts) assert.ok(named.has(part), `${name}: ${part} is not in the README`);
  }
});

Deno.test("a new plugin passes its tests, validates, is trusted, and analyses a file", async () => {
  const lines = snippets("sh")[0]!.trim().split("\n");
  for (const line of lines) {
    const [deno, task, name, ...words] = line.replaceAll("../mine", mine).split(" ");
    assert.deepEqual([deno, task], ["deno", "task"], line);
    if (name === "test") {
      const { code, text } = await denoTest(words[0]!);
      assert.equal(code, 0, text);
      assert.match(text, /behind the walls every case answers the same \.\.\. ok/);
      continue;
    }
    const keeps = line.includes("plugins new") ? [] : appdata;
    const end = await runTask(name!, [...words, ...keeps]);
    assert.equal(end.code, 0, `${line}\n${end.stdout}${end.stderr}`);
    if (line.includes("--smoke")) assert.match(end.stdout, /columns without a value: skipped/);
  }
});

Deno.test("plugins new writes one folder, and says why when it cannot", async () => {
  const refused = async (...words: string[]) => {
    const end = await runTask("harness", ["plugins", "new", ...words, "--json"].slice(0, -1));
    assert.equal(end.code, 2, end.stdout + end.stderr);
    return end.stderr;
  };
  assert.match(await refused("my_analysis", "--dir", mine), /E_PLUGIN_FOLDER.*there already/);
  assert.match(await refused("other", "--dir", `${folder}/no`), /E_PLUGIN_FOLDER.*does not exist/);
  assert.match(await refused("My-Analysis", "--dir", mine), /E_USAGE_PLUGIN_ID/);
  assert.match(await refused("../escape", "--dir", mine), /E_USAGE_PLUGIN_ID/);
  assert.match(await refused("profile_basic", "--dir", mine), /E_USAGE_PLUGIN_ID.*built-in/);
  assert.match(await refused("other", "--type", "report", "--dir", mine), /E_USAGE_OPTION/);
  assert.deepEqual([...Deno.readDirSync(mine)].map(({ name }) => name), ["my_analysis"]);
});

Deno.test("the README's plugin finds what it says, in the rows where it is", async () => {
  const path = `${folder}/count_large.ts`;
  await Deno.writeTextFile(path, snippets("ts")[0]!);
  const { default: plugin } = await import(`file://${path}`) as { default: PluginModule };
  const { result } = await runPlugin(plugin, {
    table: { x: [1.5, null, 40.5, 2.5, 41.5] },
    settings: { columns: null, max_columns: 20, limit: 9 },
  });
  assert.deepEqual(result.findings.map(({ row_index, value }) => [row_index, value]), [
    [4, 41.5],
    [2, 40.5],
  ]);
  assert.equal(result.summary, "2 of 5 rows hold a value above 9.");
  const kind = JSON.parse(snippets("json")[0]!).large_value;
  for (const finding of result.findings) {
    assert.deepEqual(Object.keys(finding).sort(), Object.keys(kind.properties).sort());
  }
});

/** Changes a file of the new plugin, runs `body`, and puts it back. */
async function withFile(
  name: string,
  change: (text: string) => string,
  body: () => Promise<void>,
): Promise<void> {
  const path = `${mine}/my_analysis/${name}`;
  const before = await Deno.readTextFile(path);
  const after = change(before);
  assert.notEqual(after, before, `nothing was changed in ${name}`);
  await Deno.writeTextFile(path, after);
  try {
    await body();
  } finally {
    await Deno.writeTextFile(path, before);
  }
}

function validate() {
  const words = ["plugins", "validate", "my_analysis", "--plugins-dir", mine, ...appdata];
  return runTask("harness", words);
}

Deno.test("a plugin that breaks on a table without rows is found by --smoke", async () => {
  const breaks = (text: string) =>
    text.replace(
      "const { table, settings } = ctx;",
      (line) => `${line}\n  if (table.rows === 0) throw new RangeError("the mean of nothing");`,
    );
  await withFile("plugin.ts", breaks, async () => {
    const words = ["plugins", "validate", "my_analysis", "--smoke", "--plugins-dir", mine];
    const { code, stdout } = await runTask("harness", [...words, ...appdata]);
    assert.equal(code, 1, stdout);
    assert.match(stdout, /FAILED my_analysis/);
    assert.match(stdout, /no rows: error: E_PLUGIN_THREW: .*the mean of nothing/);
    assert.match(stdout, /one row: skipped/);
  });
});

Deno.test("a plugin validates by its id while another is broken", async () => {
  await Deno.mkdir(`${mine}/half_done`);
  await Deno.writeTextFile(`${mine}/half_done/plugin.yaml`, "id: half_done\n");
  try {
    const one = await validate();
    assert.deepEqual([one.code, one.stdout.trim()], [0, "valid  my_analysis"], one.stderr);
    const all = await runTask("harness", [
      "plugins",
      "validate",
      "--plugins-dir",
      mine,
      ...appdata,
    ]);
    assert.equal(all.code, 2);
    assert.match(all.stderr, /half_done/);
  } finally {
    await Deno.remove(`${mine}/half_done`, { recursive: true });
  }
});

Deno.test("a plugin that breaks a rule is refused by name", async () => {
  await withFile("README.md", (text) => text.replace("## Cost", "## Price"), async () => {
    const { code, stderr } = await validate();
    assert.equal(code, 2);
    assert.match(stderr, /README\.md: error: \[readme\] has no section "Cost" \[E_PLUGIN_RULE\]/);
  });
});

Deno.test("the README's test passes, its references and its kind are accepted", async () => {
  await withFile("plugin_test.ts", () => snippets("ts")[1]!, async () => {
    const { code, text } = await denoTest(`${mine}/my_analysis/plugin_test.ts`);
    assert.equal(code, 0, text);
  });
  const references = snippets("yaml")[0]!;
  const cited = (text: string) => text.replace(/^references:\n(?:[ -].*\n)+/m, references);
  const listed = (text: string) => `${text}\n- Adams & MacKay (2007), arXiv:0710.3742\n`;
  await withFile("plugin.yaml", cited, () =>
    withFile("README.md", listed, async () => {
      const { code, stderr } = await validate();
      assert.equal(code, 0, stderr);
    }));
  const kind = JSON.parse(snippets("json")[0]!);
  const withKind = (text: string) => {
    const schema = JSON.parse(text);
    Object.assign(schema.$defs, kind);
    schema.properties.findings.items.oneOf.push({ $ref: "#/$defs/large_value" });
    return JSON.stringify(schema);
  };
  await withFile("output.schema.json", withKind, async () => {
    const { code, stderr } = await validate();
    assert.equal(code, 0, stderr);
  });
});
