import assert from "node:assert/strict";
import { sha256Hex } from "../canonical/hash.ts";
import type { WallsMode } from "../sandbox/standing_walls.ts";
import { discoverPlugins } from "./discover.ts";
import type { DiscoveredPlugin } from "./discovered_plugin.ts";
import { PluginProblemsError } from "./errors.ts";
import { prepareBundles } from "./prepare_bundles.ts";
import { exampleFiles, inTempFolder, writeExamplePlugin } from "./testing/write_example_plugin.ts";
import { trustEntryOf } from "./trust_entry.ts";

const PROJECT = Deno.realPathSync(`${import.meta.dirname}/../..`);

async function discover(folder: string): Promise<readonly DiscoveredPlugin[]> {
  const { plugins, problems } = await discoverPlugins([{ path: folder, origin: "external" }]);
  assert.deepEqual(problems, []);
  return plugins;
}

async function prepare(
  folder: string,
  cache: string,
  deno = Deno.execPath(),
  walls: WallsMode = "auto",
) {
  return await prepareBundles(await discover(folder), {
    cache_dir: cache,
    project_dir: PROJECT,
    deno_path: deno,
    walls,
  });
}

async function problemsOf(folder: string, plugins: string): Promise<[string, string, string][]> {
  try {
    await prepare(plugins, `${folder}/cache`);
  } catch (error) {
    assert.ok(error instanceof PluginProblemsError, String(error));
    return error.problems.map((p) => [
      p.code,
      `${p.file.slice(plugins.length + 1)}:${p.line}:${p.column}`,
      p.message,
    ]);
  }
  return [];
}

Deno.test("prepareBundles() makes the same bytes wherever a plugin lies, behind any walls, once", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/a`, "x1");
    writeExamplePlugin(`${folder}/b/deeper down`, "x1");
    const one = (await prepare(`${folder}/a`, `${folder}/cache_1`)).get("x1")!;
    const away = `${folder}/b/deeper down`;
    const two = (await prepare(away, `${folder}/cache_2`, Deno.execPath(), "flags")).get("x1")!;
    const code = Deno.readTextFileSync(one.path);
    assert.equal(code, Deno.readTextFileSync(two.path));
    assert.deepEqual(one.hashes, two.hashes);
    assert.equal(one.hashes.bundle, sha256Hex(code));
    assert.match(one.code_hash, /^[0-9a-f]{64}$/);
    for (const trace of [folder, PROJECT, "sourceMappingURL"]) assert.ok(!code.includes(trace));

    // With a warm cache no process is started: a Deno that does not exist is not missed.
    const again = (await prepare(`${folder}/a`, `${folder}/cache_1`, "/nonexistent")).get("x1")!;
    assert.deepEqual(again.hashes, one.hashes);
    assert.equal(again.path, one.path);
  }));

Deno.test("what is bundled and trusted are the bytes that were read once, whatever is on the disk by then", () =>
  inTempFolder(async (folder) => {
    const source = exampleFiles("x1")["largest.ts"]!.replace("-Infinity", "111111");
    const own = writeExamplePlugin(`${folder}/plugins`, "x1", { "largest.ts": source });
    const plugins = await discover(`${folder}/plugins`);
    Deno.writeTextFileSync(`${own}/largest.ts`, source.replace("111111", "666666"));
    const options = {
      cache_dir: `${folder}/cache`,
      project_dir: PROJECT,
      deno_path: Deno.execPath(),
      fresh: true,
    };
    const bundle = (await prepareBundles(plugins, options)).get("x1")!;
    const code = Deno.readTextFileSync(bundle.path);
    assert.ok(code.includes("111111") && !code.includes("666666"));
    assert.equal(trustEntryOf(plugins[0]!, bundle).files["largest.ts"], sha256Hex(source));
    // The next look finds the other file, which nobody trusted.
    const [changed] = await discover(`${folder}/plugins`);
    assert.notEqual(changed!.fingerprint, plugins[0]!.fingerprint);
  }));

Deno.test("the bundle is a module whose default export can be executed", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/plugins`, "x1");
    const { path } = (await prepare(`${folder}/plugins`, `${folder}/cache`)).get("x1")!;
    const module = await import(new URL(path, "file:///").href);
    assert.equal(typeof module.default.execute, "function");
  }));

Deno.test("the bundle's validators check settings and results, with words for people", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/plugins`, "x1");
    const bundle = (await prepare(`${folder}/plugins`, `${folder}/cache`)).get("x1")!;
    assert.deepEqual(await bundle.validateSettings({ max_findings: 5 }), []);
    const wrong = await bundle.validateSettings({ max_findings: 0, max_finding: 3 });
    assert.deepEqual(wrong.map(({ pointer, message, fix }) => [pointer, message, fix]).sort(), [
      ["/max_finding", 'unknown key "max_finding"', 'write "max_findings"'],
      ["/max_findings", "must be >= 1, not 0", ""],
    ]);
    const finding = {
      kind: "peak",
      measurement_type: "measured",
      score: 1,
      columns: ["x"],
      column: "x",
      row_index: 3,
    };
    const result = (change: Record<string, unknown>) => ({
      status: "ok",
      summary: "",
      metrics: {},
      findings: [{ ...finding, ...change }],
    });
    assert.deepEqual(await bundle.validateResult(result({})), []);
    const [kind] = await bundle.validateResult(result({ kind: "peaks" }));
    assert.equal(kind?.pointer, "/findings/0/kind");
    assert.equal(kind?.message, 'must be one of "peak", not "peaks"');
    const [row] = await bundle.validateResult(result({ row_index: -1 }));
    assert.equal(row?.pointer, "/findings/0/row_index");
  }));

Deno.test("a plugin may use its own JSON, TypeScript in folders, and npm packages of deno.json", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/plugins`, "x1", {
      "plugin.ts": `import table from "./data/table.json" with { type: "json" };
import { sha256 } from "@noble/hashes/sha2.js";
import { parse } from "yaml";
import { twice } from "./maths/twice.mjs";
export default { value: twice(table.length), hash: sha256(new Uint8Array(0)).length, yaml: parse("a: 1") };
`,
      "data/table.json": "[1, 2, 3]\n",
      "maths/twice.mjs": 'export { twice } from "../twice.ts";\n',
      "twice.ts": "export const twice = (x: number): number => 2 * x;\n",
    });
    const { path } = (await prepare(`${folder}/plugins`, `${folder}/cache`)).get("x1")!;
    const module = await import(new URL(path, "file:///").href);
    assert.deepEqual({ ...module.default, yaml: { ...module.default.yaml } }, {
      value: 6,
      hash: 32,
      yaml: { a: 1 },
    });
  }));

Deno.test("a schema that the compiler refuses, and a package for Node, are problems of the plugin", () =>
  inTempFolder(async (folder) => {
    const config = JSON.parse(exampleFiles("x")["config.schema.json"]!);
    config.properties.max_findings.discriminator = { propertyName: "kind" };
    writeExamplePlugin(`${folder}/plugins`, "a", { "config.schema.json": JSON.stringify(config) });
    writeExamplePlugin(`${folder}/plugins`, "b", {
      "plugin.ts": 'import * as esbuild from "esbuild";\nexport default esbuild;\n',
    });
    const problems = await problemsOf(folder, `${folder}/plugins`);
    assert.deepEqual([...new Set(problems.map(([code]) => code))], [
      "E_PLUGIN_SCHEMA",
      "E_BUNDLE_IMPORT",
    ]);
    assert.match(
      problems[1]![2],
      /^cannot import "[a-z_]+": .*esbuild\/lib\/main\.js, line \d+\)$/,
    );
    assert.match(problems[0]![2], /config schema cannot be compiled: discriminator/);
  }));

Deno.test("imports that leave the plugin are refused, with file, line, column and reason", () =>
  inTempFolder(async (folder) => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ['import "../../../etc/passwd.json";', /outside the plugin's folder/],
      ['import "/etc/passwd";', /absolute path/],
      ['import "file:///etc/passwd";', /absolute path/],
      ['import "node:fs";', /without Node's modules/],
      ['import "fs";', /does not name a package "fs"/],
      ['import "https://example.org/x.js";', /never fetched/],
      ['import "npm:lodash";', /never fetched/],
      ['import "jsr:@std/path";', /never fetched/],
      ['import "data:text/javascript,export{}";', /never fetched/],
      ['import "lodash";', /does not name a package "lodash"/],
      ['import "@noble/hashes/../../evil";', /does not name|not an installed/],
      ['import "harness/sdk/stats";', /does not name a package "harness"/],
      ['import "../_sdk/mod.ts";', /outside the plugin's folder/],
      ['import "./missing.ts";', /no such file/],
      ['import "./largest";', /only .ts|name ends otherwise/],
      ['import "./.hidden.ts";', /no such file/],
      ['import s from "./README.md" with { type: "text" }; console.log(s);', /attributes/],
      ['const x = require("./largest.ts");', /ES modules/],
      ['const x = await import("../other/x.ts");', /outside the plugin's folder/],
      // Patterns: esbuild would walk the disk from wherever the path leads.
      ["const x = await import(`../../${Date.now()}.ts`);", /put together/],
      ['const x = await import("./" + Date.now() + ".ts");', /put together/],
      ["const x = await import(/* b */ `../../${Date.now()}`);", /put together/],
      ["const x = await import(Date.now() > 0 ? `../../${1}` : `./${2}`);", /put together/],
      ['enum E { a = "../../" }; const x = await import(E.a + Date.now());', /put together/],
      ["const x = require(`../../${Date.now()}`);", /ES modules/],
    ];
    for (const [index, [line]] of cases.entries()) {
      writeExamplePlugin(`${folder}/plugins`, `p${String(index).padStart(2, "0")}`, {
        "plugin.ts": `// first line\n${line}\nexport default 1;\n`,
        ".hidden.ts": "export {};\n",
      });
    }
    const problems = await problemsOf(folder, `${folder}/plugins`);
    assert.equal(problems.length, cases.length);
    problems.forEach(([code, place, message], index) => {
      const [line, reason] = cases[index]!;
      assert.equal(code, "E_BUNDLE_IMPORT", line);
      const id = `p${String(index).padStart(2, "0")}`;
      assert.match(place, new RegExp(`^${id}/plugin\\.ts:2:[0-9]+$`));
      assert.match(message, reason);
    });
  }));

Deno.test("syntax errors and wrong defaults of all plugins are reported together", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/plugins`, "broken", {
      "largest.ts": "export const x = ;\nexport function largest() {}\n",
    });
    writeExamplePlugin(`${folder}/plugins`, "defaults", {
      "plugin.yaml": exampleFiles("defaults")["plugin.yaml"]!
        .replace("max_findings: 50", "max_findings: many\n    extra: 1"),
    });
    assert.deepEqual(await problemsOf(folder, `${folder}/plugins`), [
      ["E_BUNDLE_SYNTAX", "broken/largest.ts:1:18", 'Unexpected ";"'],
      ["E_MANIFEST_DEFAULTS", "defaults/plugin.yaml:14:5", 'unknown key "extra"'],
      [
        "E_MANIFEST_DEFAULTS",
        "defaults/plugin.yaml:13:19",
        '/settings/defaults/max_findings must be a whole number, not "many"',
      ],
    ]);
  }));

Deno.test("a damaged cache entry is made anew, whichever file was touched", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/plugins`, "x1");
    const cache = `${folder}/cache`;
    const { path, hashes } = (await prepare(`${folder}/plugins`, cache)).get("x1")!;
    const entry = path.slice(0, path.lastIndexOf("/"));
    for (const name of ["bundle.js", "config_validator.js", "output_validator.js", "entry.json"]) {
      const file = `${entry}/${name}`;
      const before = Deno.readTextFileSync(file);
      Deno.removeSync(file);
      Deno.writeTextFileSync(file, `${before} `.replace('"bundle":"', '"bundle":"0'));
      assert.deepEqual((await prepare(`${folder}/plugins`, cache)).get("x1")!.hashes, hashes);
      assert.equal(Deno.readTextFileSync(file), before, name);
    }
    const left = [...Deno.readDirSync(`${cache}/bundles`)].map(({ name }) => name);
    assert.deepEqual(left, [entry.slice(entry.lastIndexOf("/") + 1)]);
  }));

Deno.test("a changed source makes a new entry, a changed comment a new one with the same code", () =>
  inTempFolder(async (folder) => {
    const plugins = `${folder}/plugins`;
    const cache = `${folder}/cache`;
    writeExamplePlugin(plugins, "x1");
    const first = (await prepare(plugins, cache)).get("x1")!;
    const source = exampleFiles("x1")["largest.ts"]!;
    writeExamplePlugin(plugins, "x1", { "largest.ts": `// one more comment\n${source}` });
    const commented = (await prepare(plugins, cache)).get("x1")!;
    assert.notEqual(commented.path, first.path);
    assert.equal(commented.code_hash, first.code_hash);
    writeExamplePlugin(plugins, "x1", { "largest.ts": source.replace("-Infinity", "0") });
    assert.notEqual((await prepare(plugins, cache)).get("x1")!.code_hash, first.code_hash);
  }));
