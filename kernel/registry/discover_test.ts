import assert from "node:assert/strict";
import { CodedError } from "../contract/coded_error.ts";
import { discoverPlugins } from "./discover.ts";
import { formatProblems } from "./format_problems.ts";
import { exampleFiles, inTempFolder, writeExamplePlugin } from "./testing/write_example_plugin.ts";

async function discover(path: string, options = {}) {
  return await discoverPlugins([{ path, origin: "external" }], options);
}

function manifestWith(id: string, from: string, to: string): string {
  const text = exampleFiles(id)["plugin.yaml"]!;
  assert.ok(text.includes(from), from);
  return text.replace(from, to);
}

Deno.test("discoverPlugins() finds plugins sorted by id and skips folders that start with _ or .", () =>
  inTempFolder(async (folder) => {
    for (const id of ["zeta", "alpha", "_kit", ".git"]) writeExamplePlugin(folder, id);
    Deno.mkdirSync(`${folder}/notes`);
    Deno.writeTextFileSync(`${folder}/README.md`, "not a plugin");
    const { plugins, problems } = await discover(folder);
    assert.deepEqual(problems, []);
    assert.deepEqual(plugins.map(({ id }) => id), ["alpha", "zeta"]);
    assert.deepEqual(plugins[0]!.identity, { peak: ["column", "row_index"] });
    assert.equal(plugins[0]!.manifest.settings.defaults["max_findings"], 50);
  }));

Deno.test("discoverPlugins() reports every problem of every plugin at once, like a compiler", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(folder, "fine");
    writeExamplePlugin(folder, "mistyped", {
      "plugin.yaml": manifestWith("mistyped", "type: analysis", "type: analysys")
        .replace("capabilities:", "capabilites:"),
      "README.md": null,
    });
    writeExamplePlugin(folder, "torn", { "plugin.yaml": "id: torn\nid: torn\n" });
    writeExamplePlugin(folder, "wrong_schema", {
      "config.schema.json":
        '{\n  "type": "object",\n  "additionalProperties": false,\n  "properties": {\n    "max_findings": { "description": "d", "pattern": "^(a+)+$" }\n  }\n}\n',
    });
    const { plugins, problems } = await discover(folder);
    assert.deepEqual(plugins.map(({ id }) => id), ["fine"]);
    assert.equal(
      formatProblems(problems, { color: false, relative_to: folder }),
      `mistyped/plugin.yaml:1:1: error: lacks the key "capabilities" [E_MANIFEST_INVALID]
  1 | id: mistyped
    | ^

mistyped/plugin.yaml:4:7: error: /type must be one of "ingest", "profile", "planner", "transform", "analysis", "report", "llm", not "analysys" [E_MANIFEST_INVALID]
  4 | type: analysys
    |       ^
  fix: write "analysis"

mistyped/plugin.yaml:7:1: error: unknown key "capabilites" [E_MANIFEST_UNKNOWN_KEY]
  7 | capabilites: [needs_numeric]
    | ^
  fix: write "capabilities"

torn/plugin.yaml:2:1: error: the key "id" is already there [E_MANIFEST_SYNTAX]
  2 | id: torn
    | ^
  fix: remove one of the two

wrong_schema/config.schema.json:5:43: error: unknown key "pattern": plugins' schemas may not use it [E_PLUGIN_SCHEMA]
  5 |     "max_findings": { "description": "d", "pattern": "^(a+)+$" }
    |                                           ^
  fix: list the values with enum, or check the text in the plugin

5 problems in 3 plugins`,
    );
  }));

Deno.test("discoverPlugins() refuses what a manifest may not say, at its place", () =>
  inTempFolder(async (folder) => {
    const cases: readonly (readonly [string, string, string, string, RegExp])[] = [
      ["id: x1", "id: other", "E_MANIFEST_ID", "1:5", /not the folder's name "x1"/],
      ["plugin.ts", "plugn.ts", "E_PLUGIN_FILE", "5:13", /not in the folder/],
      ["plugin.ts", "../x1/plugin.ts", "E_MANIFEST_INVALID", "5:13", /must look like/],
      ["config.schema.json", "conf.schema.json", "E_PLUGIN_FILE", "8:16", /not in the folder/],
      ["no_network: true", "no_network: false", "E_NETWORK_DECLARED", "20:15", /network/],
      ["depends_on: []", "depends_on: [x2]", "E_MANIFEST_DEPENDS", "6:14", /"x2", which is not/],
      ["[run_dir, plugins]", "[run_dir, /etc]", "E_MANIFEST_INVALID", "21:27", /must be one of/],
      ["memory_mb: 128", "memory_mb: 1e9", "E_MANIFEST_INVALID", "23:16", /must be <= 65536/],
      ["version: 1.0.0", "version: 1.0", "E_MANIFEST_INVALID", "3:10", /must be text, not 1/],
    ];
    for (const [from, to, code, place, message] of cases) {
      const path = writeExamplePlugin(folder, "x1", {
        "plugin.yaml": manifestWith("x1", from, to),
      });
      const { plugins, problems } = await discover(folder);
      assert.equal(plugins.length, 0, to);
      const [problem] = problems;
      assert.deepEqual([problem?.code, `${problem?.line}:${problem?.column}`], [code, place], to);
      assert.match(problem!.message, message);
      Deno.removeSync(path, { recursive: true });
    }
  }));

Deno.test("a schema that is no JSON, or has a key twice, is shown at its place", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(folder, "x1", {
      "config.schema.json": '{\n  "type": "object",\n  "type": "array"\n}',
      "output.schema.json": "type: object\n",
    });
    const { problems } = await discover(folder);
    assert.deepEqual(
      problems.map((p) => `${p.code} ${p.file.slice(folder.length)}:${p.line}:${p.column}`),
      [
        "E_MANIFEST_SYNTAX /x1/config.schema.json:3:3",
        "E_MANIFEST_SYNTAX /x1/output.schema.json:1:2",
      ],
    );
  }));

Deno.test("an arXiv id that YAML reads as a number is shown as it was written, in quotes", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(folder, "x1", {
      "plugin.yaml": manifestWith("x1", "url: https://example.org/eda", "arxiv: 0710.3742"),
    });
    const { problems } = await discover(folder);
    assert.equal(problems[0]?.fix, 'write it in quotes: "0710.3742"');
  }));

Deno.test("no_network: false is accepted of an external plugin, with the developer override only", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(folder, "x1", {
      "plugin.yaml": manifestWith("x1", "no_network: true", "no_network: false"),
    });
    const cache_dir = `${folder}/_cache`;
    const open = await discover(folder, { cache_dir, allow_network: true });
    assert.deepEqual(open.problems, []);
    const closed = await discover(folder, { cache_dir });
    assert.deepEqual(closed.problems.map(({ code }) => code), ["E_NETWORK_DECLARED"]);
    const builtin = await discoverPlugins([{ path: folder, origin: "builtin" }], {
      cache_dir,
      allow_network: true,
    });
    assert.deepEqual(builtin.problems.map(({ code }) => code), ["E_NETWORK_DECLARED"]);
  }));

Deno.test("a duplicate id in two folders names both", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/a`, "same");
    writeExamplePlugin(`${folder}/b`, "same");
    const { plugins, problems } = await discoverPlugins([
      { path: `${folder}/a`, origin: "builtin" },
      { path: `${folder}/b`, origin: "external" },
    ]);
    assert.deepEqual(plugins.map(({ origin }) => origin), ["builtin"]);
    assert.deepEqual(problems.map(({ code }) => code), ["E_MANIFEST_ID"]);
    assert.ok(problems[0]!.message.includes(`${folder}/a/same`));
    assert.ok(problems[0]!.file.startsWith(`${folder}/b/same`));
  }));

Deno.test("a circle of dependencies is printed as a path, and its plugins are left out", () =>
  inTempFolder(async (folder) => {
    const needs = { a: "b", b: "c", c: "a", d: "a" };
    for (const [id, other] of Object.entries(needs)) {
      writeExamplePlugin(folder, id, {
        "plugin.yaml": manifestWith(id, "depends_on: []", `depends_on: [${other}]`),
      });
    }
    const { plugins, problems } = await discover(folder);
    assert.deepEqual(plugins, []);
    assert.deepEqual(problems.map(({ message }) => message), ["depends on itself: a → b → c → a"]);
  }));

Deno.test("symbolic links, hidden files and near-plugins are told apart", () =>
  inTempFolder(async (folder) => {
    const path = writeExamplePlugin(folder, "x1", { ".DS_Store": "junk" });
    assert.deepEqual((await discover(folder)).problems, []);
    Deno.symlinkSync("/etc/hostname", `${path}/data.json`);
    Deno.symlinkSync(path, `${folder}/x2`);
    writeExamplePlugin(folder, "x3", { "plugin.yaml": null });
    const { plugins, problems } = await discover(folder);
    assert.equal(plugins.length, 0);
    assert.deepEqual(
      problems.map(({ file, message }) => [file.slice(folder.length), message.slice(0, 18)]).sort(),
      [
        ["/x1/data.json", "is a symbolic link"],
        ["/x2", "is a symbolic link"],
        ["/x3", "has no plugin.yaml"],
      ],
    );
  }));

Deno.test("a folder of plugins that does not exist is a coded error", async () => {
  await assert.rejects(
    discover("/nonexistent/plugins"),
    (error) => error instanceof CodedError && error.code === "E_PLUGINS_DIR",
  );
});

Deno.test("a warm start gives what a cold one gave, and a forged cache changes nothing unseen", () =>
  inTempFolder(async (folder) => {
    const cache_dir = `${folder}/_cache`;
    writeExamplePlugin(folder, "x1");
    const cold = await discover(folder, { cache_dir });
    const warm = await discover(folder, { cache_dir });
    assert.deepEqual(warm, cold);
    const file = `${cache_dir}/manifests.json`;
    const forged = Deno.readTextFileSync(file);
    Deno.writeTextFileSync(file, forged.replace('"memory_mb":128', '"memory_mb":"much"'));
    assert.deepEqual((await discover(folder, { cache_dir })).plugins, cold.plugins);
    Deno.writeTextFileSync(file, "not json");
    assert.deepEqual((await discover(folder, { cache_dir })).plugins, cold.plugins);
  }));

Deno.test("problems print hostile names harmlessly", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(folder, "x1", {
      "evil\x1b[2J.md": "x",
      "plugin.yaml": manifestWith("x1", "name: Example", 'name: "\\e]0;x\\a"'),
    });
    const { problems } = await discover(folder);
    assert.equal(problems.length, 2);
    assert.doesNotMatch(formatProblems(problems, { color: false }), /(?!\n)\p{Cc}/u);
  }));
