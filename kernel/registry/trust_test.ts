import assert from "node:assert/strict";
import { canonicalJson } from "../canonical/canonical_json.ts";
import { CodedError } from "../contract/coded_error.ts";
import { discoverPlugins } from "./discover.ts";
import type { DiscoveredPlugin, PluginOrigin } from "./discovered_plugin.ts";
import { fingerprintFiles } from "./fingerprint.ts";
import { ProblemCollector } from "./manifest_problem.ts";
import type { PluginBundle } from "./plugin_bundle.ts";
import { prepareBundles } from "./prepare_bundles.ts";
import { type PluginFile, readPluginFolder } from "./read_plugin_folder.ts";
import { exampleFiles, inTempFolder, writeExamplePlugin } from "./testing/write_example_plugin.ts";
import {
  checkTrust,
  readTrustFile,
  trustBuiltin,
  trustError,
  trustExternal,
  type TrustFile,
  type TrustVerdict,
} from "./trust.ts";
import { describeChange, trustEntryOf } from "./trust_entry.ts";

const PROJECT = Deno.realPathSync(`${import.meta.dirname}/../..`);

interface Prepared {
  readonly plugins: readonly DiscoveredPlugin[];
  readonly bundles: ReadonlyMap<string, PluginBundle>;
}

async function prepare(folder: string, origin: PluginOrigin = "external"): Promise<Prepared> {
  const cache_dir = `${folder}/cache`;
  const { plugins, problems } = await discoverPlugins(
    [{ path: `${folder}/plugins`, origin }],
    { cache_dir },
  );
  assert.deepEqual(problems, []);
  const bundles = await prepareBundles(plugins, {
    cache_dir,
    project_dir: PROJECT,
    deno_path: Deno.execPath(),
  });
  return { plugins, bundles };
}

function verdict({ plugins, bundles }: Prepared, lock: TrustFile, trust: TrustFile): TrustVerdict {
  return checkTrust(plugins, bundles, lock, trust).get("x1")!;
}

Deno.test("a built-in plugin is trusted by the lock alone, an external one by trust.json alone", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/plugins`, "x1");
    const builtin = await prepare(folder, "builtin");
    const external = await prepare(folder, "external");
    const lock = `${folder}/plugins.lock`;
    const trust = `${folder}/trust.json`;
    assert.equal(verdict(builtin, {}, {}).status, "untrusted");
    trustBuiltin(lock, builtin.plugins, builtin.bundles);
    trustExternal(trust, external.plugins[0]!, external.bundles.get("x1")!);
    assert.equal(verdict(builtin, readTrustFile(lock), {}).status, "trusted");
    assert.equal(verdict(builtin, {}, readTrustFile(trust)).status, "untrusted");
    assert.equal(verdict(external, {}, readTrustFile(trust)).status, "trusted");
    assert.equal(verdict(external, readTrustFile(lock), {}).status, "untrusted");
    assert.equal(trustError(verdict(external, {}, {}))?.code, "E_PLUGIN_UNTRUSTED");
    assert.equal(trustError(verdict(builtin, readTrustFile(lock), {})), null);
    trustBuiltin(lock, external.plugins, external.bundles);
    assert.deepEqual(readTrustFile(lock), {});
  }));

Deno.test("tampering with any file of a plugin after it was trusted is noticed and named", () =>
  inTempFolder(async (folder) => {
    const names = [...Object.keys(exampleFiles("x")), "notes.txt"];
    const ids = names.map((_, i) => `x${i}`);
    for (const id of ids) writeExamplePlugin(`${folder}/plugins`, id, { "notes.txt": "a" });
    const before = await prepare(folder);
    const trusted = Object.fromEntries(before.plugins.map((plugin) => [
      plugin.id,
      trustEntryOf(plugin, before.bundles.get(plugin.id)!),
    ]));
    const verdicts = checkTrust(before.plugins, before.bundles, {}, trusted);
    assert.deepEqual([...verdicts.values()].filter(({ status }) => status !== "trusted"), []);

    for (const [i, name] of names.entries()) {
      const file = `${folder}/plugins/x${i}/${name}`;
      Deno.writeTextFileSync(file, `${Deno.readTextFileSync(file)}\n`);
    }
    const after = await prepare(folder);
    for (const [id, verdict] of checkTrust(after.plugins, after.bundles, {}, trusted)) {
      assert.equal(verdict.status, "changed", id);
      assert.deepEqual(verdict.changes, [`changed ${names[ids.indexOf(id)]}`]);
      assert.equal(trustError(verdict)?.code, "E_PLUGIN_CHANGED");
    }

    Deno.writeTextFileSync(`${folder}/plugins/x0/more.ts`, "export {};\n");
    Deno.removeSync(`${folder}/plugins/x0/notes.txt`);
    const again = await prepare(folder);
    const last = checkTrust(again.plugins, again.bundles, {}, trusted).get("x0")!;
    assert.deepEqual(last.changes, ["added more.ts", "removed notes.txt", `changed ${names[0]}`]);
  }));

Deno.test("a renamed file, a link in a file's place, and files in sub-folders are noticed too", () =>
  inTempFolder(async (folder) => {
    const extra = { "maths/deep/sum.ts": "export const sum = 1;\n", "tests/a_test.ts": "// a\n" };
    for (const id of ["x1", "x2", "x3", "x4"]) writeExamplePlugin(`${folder}/plugins`, id, extra);
    const before = await prepare(folder);
    const trusted = Object.fromEntries(before.plugins.map((plugin) => [
      plugin.id,
      trustEntryOf(plugin, before.bundles.get(plugin.id)!),
    ]));
    const at = (id: string, path: string) => `${folder}/plugins/${id}/${path}`;
    Deno.renameSync(at("x1", "README.md"), at("x1", "README2.md"));
    Deno.writeTextFileSync(at("x1", "README.md"), Deno.readTextFileSync(at("x2", "README.md")));
    Deno.renameSync(at("x2", "maths/deep"), at("x2", "maths/deeper"));
    Deno.writeTextFileSync(at("x3", "tests/a_test.ts"), "// b\n");
    // Who may read or run a file is no part of what it is.
    for (const [i, mode] of [0o600, 0o755, 0o444].entries()) {
      Deno.chmodSync(at("x4", Object.keys(exampleFiles("x4"))[i]!), mode);
    }
    Deno.mkdirSync(at("x4", "empty"));
    const after = await prepare(folder);
    const changes = Object.fromEntries(
      [...checkTrust(after.plugins, after.bundles, {}, trusted)].map(([id, v]) => [id, v.changes]),
    );
    assert.deepEqual(changes, {
      x1: ["added README2.md"],
      x2: ["removed maths/deep/sum.ts", "added maths/deeper/sum.ts"],
      x3: ["changed tests/a_test.ts"],
      x4: [],
    });
    // A link to the very same bytes is a problem before anything else is asked.
    Deno.copyFileSync(at("x4", "largest.ts"), `${folder}/largest.ts`);
    Deno.removeSync(at("x4", "largest.ts"));
    Deno.symlinkSync(`${folder}/largest.ts`, at("x4", "largest.ts"));
    const { problems } = await discoverPlugins([{ path: `${folder}/plugins`, origin: "external" }]);
    assert.deepEqual(
      problems.map(({ plugin, code }) => `${plugin} ${code}`),
      ["x4 E_PLUGIN_FILE"],
    );
  }));

Deno.test("every file of every built-in plugin counts, to its last byte", async () => {
  for (const { name, isDirectory } of Deno.readDirSync(`${PROJECT}/plugins`)) {
    if (!isDirectory || name.startsWith("_")) continue;
    const collector = new ProblemCollector(name, `${PROJECT}/plugins/${name}`);
    const files = readPluginFolder(collector.folder, collector);
    assert.deepEqual(collector.problems, []);
    const whole = await fingerprintFiles(files);
    for (const [i, { path, bytes }] of files.entries()) {
      const flipped = Uint8Array.from(bytes.length === 0 ? [0] : bytes);
      flipped[flipped.length - 1]! ^= 1;
      const others: readonly (readonly PluginFile[])[] = [
        files.with(i, { path, bytes: flipped }),
        files.with(i, { path: `${path}x`, bytes }),
        files.toSpliced(i, 1),
      ];
      for (const other of others) {
        assert.notEqual(await fingerprintFiles(other), whole, `${name}/${path}`);
      }
    }
  }
});

Deno.test("a forged cache cannot loosen a limit, swap a bundle, or put code into the kernel", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/plugins`, "x1");
    const before = await prepare(folder);
    const { path, hashes } = before.bundles.get("x1")!;
    const trusted = { x1: trustEntryOf(before.plugins[0]!, before.bundles.get("x1")!) };
    const manifests = `${folder}/cache/manifests.json`;
    const text = Deno.readTextFileSync(manifests);
    Deno.writeTextFileSync(manifests, text.replace('"memory_mb":128', '"memory_mb":65536'));
    const loosened = verdict(await prepare(folder), {}, trusted);
    assert.equal(loosened.status, "changed");
    assert.deepEqual(loosened.changes, [
      "memory_mb: 128 → 65536",
      "its cached manifest was altered",
    ]);
    Deno.writeTextFileSync(manifests, text);

    const entry = path.slice(0, path.lastIndexOf("/"));
    const cases = { bundle: "bundle.js", config_validator: "config_validator.js" } as const;
    for (const [name, file] of Object.entries(cases)) {
      const good = Deno.readTextFileSync(`${entry}/${file}`);
      const index = Deno.readTextFileSync(`${entry}/entry.json`);
      const evil = `globalThis.escaped = true;\n${good}`;
      const { sha256Hex } = await import("../canonical/hash.ts");
      Deno.removeSync(`${entry}/${file}`);
      Deno.writeTextFileSync(`${entry}/${file}`, evil);
      Deno.writeTextFileSync(
        `${entry}/entry.json`,
        index.replace(hashes[name as keyof typeof cases], sha256Hex(evil)),
      );
      const forged = verdict(await prepare(folder), {}, trusted);
      assert.equal(forged.status, "changed", file);
      assert.equal(forged.changes.length, 1);
      Deno.writeTextFileSync(`${entry}/${file}`, good);
      Deno.writeTextFileSync(`${entry}/entry.json`, index);
    }
    assert.equal("escaped" in globalThis, false);
    assert.equal(verdict(await prepare(folder), {}, trusted).status, "trusted");
  }));

Deno.test("describeChange() shows permissions first, for a new plugin and for a changed one", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/plugins`, "x1");
    const before = await prepare(folder);
    const old = trustEntryOf(before.plugins[0]!, before.bundles.get("x1")!);
    assert.deepEqual(describeChange(undefined, old), [
      "new, version 1.0.0",
      "network: none",
      "reads: run_dir, plugins",
      "artifacts_mb: 4",
      "cpu_ms: 10000",
      "memory_mb: 128",
      "output_mb: 4",
      "wall_ms: 10000",
    ]);
    // As it comes back from plugins.lock, where keys are sorted.
    const stored = JSON.parse(canonicalJson(old));
    assert.deepEqual(describeChange(stored, old), []);
    writeExamplePlugin(`${folder}/plugins`, "x1", {
      "plugin.yaml": exampleFiles("x1")["plugin.yaml"]!
        .replace("version: 1.0.0", "version: 1.1.0")
        .replace("memory_mb: 128", "memory_mb: 4096"),
    });
    const after = await prepare(folder);
    assert.deepEqual(
      describeChange(stored, trustEntryOf(after.plugins[0]!, after.bundles.get("x1")!)),
      ["version 1.0.0 → 1.1.0", "memory_mb: 128 → 4096", "changed plugin.yaml"],
    );
  }));

Deno.test("a damaged trust file is a coded error, an absent one trusts nothing", () =>
  inTempFolder((folder) => {
    assert.deepEqual(readTrustFile(`${folder}/none.json`), {});
    const path = `${folder}/trust.json`;
    const damaged = [
      "{",
      "[]",
      "null",
      '{"version": 2, "plugins": {}}',
      '{"version": 1}',
      '{"version": 1, "plugins": {"x1": {"code_hash": "0"}}}',
    ];
    for (const text of damaged) {
      Deno.writeTextFileSync(path, text);
      assert.throws(
        () => readTrustFile(path),
        (error) => error instanceof CodedError && error.code === "E_TRUST_FILE",
        text,
      );
    }
  }));

Deno.test("a plugin with a name from Object.prototype is not trusted by accident", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/plugins`, "constructor");
    const { plugins, bundles } = await prepare(folder);
    assert.equal(checkTrust(plugins, bundles, {}, {}).get("constructor")!.status, "untrusted");
  }));
