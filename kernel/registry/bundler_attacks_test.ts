/** What a plugin's source can try on the bundler, before anybody has trusted it. */
import assert from "node:assert/strict";
import { discoverPlugins } from "./discover.ts";
import { PluginProblemsError } from "./errors.ts";
import { prepareBundles } from "./prepare_bundles.ts";
import { inTempFolder, writeExamplePlugin } from "./testing/write_example_plugin.ts";

const PROJECT = Deno.realPathSync(`${import.meta.dirname}/../..`);

interface Attack {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly refused: RegExp;
}

const inPlugin = (text: string) => ({ "plugin.ts": text });

const REFUSED: readonly Attack[] = [
  {
    what: "a parent's file by text",
    files: inPlugin('import x from "../../secret.txt" with { type: "text" };\nexport default x;\n'),
    refused: /attributes/,
  },
  {
    what: "a parent's file by JSON",
    files: inPlugin('import x from "../secret.json" with { type: "json" };\nexport default x;\n'),
    refused: /outside the plugin's folder/,
  },
  {
    what: "the process's own environment",
    files: inPlugin('import x from "/proc/self/environ";\nexport default x;\n'),
    refused: /absolute path/,
  },
  {
    what: "its own descriptors, relative",
    files: inPlugin(`import x from "${"../".repeat(20)}proc/self/fd/0";\nexport default x;\n`),
    refused: /outside the plugin's folder/,
  },
  {
    what: "the file loader",
    files: inPlugin('import x from "./README.md" with { type: "file" };\nexport default x;\n'),
    refused: /attributes/,
  },
  {
    what: "attributes that are computed",
    files: inPlugin(
      'const o = { with: { type: "text" } };\nexport default await import("/etc/passwd", o);\n',
    ),
    refused: /put together/,
  },
  {
    what: "attributes that are spread",
    files: inPlugin('const o = {};\nexport default await import("/etc/passwd", { ...o });\n'),
    refused: /put together/,
  },
  {
    what: "native code",
    files: { ...inPlugin('import x from "./a.node";\nexport default x;\n'), "a.node": "x" },
    refused: /can be bundled/,
  },
  {
    what: "WebAssembly",
    files: { ...inPlugin('import x from "./a.wasm";\nexport default x;\n'), "a.wasm": "x" },
    refused: /can be bundled/,
  },
  {
    what: "a source phase import",
    files: inPlugin('import source x from "./largest.ts";\nexport default x;\n'),
    refused: /source phase/,
  },
  {
    what: "a JSX runtime outside",
    files: {
      ...inPlugin('import x from "./a.tsx";\nexport default x;\n'),
      "a.tsx": "/** @jsxImportSource ../../../etc */\nexport default <a/>;\n",
    },
    refused: /outside the plugin's folder/,
  },
  {
    what: "paths of its own tsconfig.json",
    files: {
      ...inPlugin('import x from "evil";\nexport default x;\n'),
      "tsconfig.json": JSON.stringify({
        extends: "/etc/passwd",
        compilerOptions: { baseUrl: "/", paths: { evil: ["/etc/passwd"] } },
      }),
    },
    refused: /does not name a package "evil"/,
  },
  {
    what: "imports of its own package.json",
    files: {
      ...inPlugin('import x from "#secret";\nexport default x;\n'),
      "package.json": JSON.stringify({ imports: { "#secret": "/etc/passwd" } }),
    },
    refused: /does not name a package "#secret"/,
  },
  {
    what: "a package's folder as a way out",
    files: inPlugin('import x from "yaml/../../../etc/passwd";\nexport default x;\n'),
    refused: /does not name/,
  },
  {
    what: "a percent-encoded way out",
    files: inPlugin('import x from "yaml/%2e%2e/%2e%2e/x";\nexport default x;\n'),
    refused: /not an installed/,
  },
  {
    what: "a NUL in a path",
    files: inPlugin('import x from "./largest.ts\\u0000/../../x";\nexport default x;\n'),
    refused: /outside the plugin's folder|can be bundled|no such file/,
  },
];

async function bundle(folder: string) {
  const { plugins, problems } = await discoverPlugins([{ path: folder, origin: "external" }]);
  assert.deepEqual(problems, []);
  return await prepareBundles(plugins, {
    cache_dir: `${folder}_cache`,
    project_dir: PROJECT,
    deno_path: Deno.execPath(),
  });
}

Deno.test("the bundler reads nothing for a plugin but its own files, whatever the source asks for", () =>
  inTempFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/secret.txt`, "TOKEN");
    REFUSED.forEach(({ files }, i) => writeExamplePlugin(`${folder}/plugins`, `p${i}`, files));
    const error = await bundle(`${folder}/plugins`).catch((thrown) => thrown);
    assert.ok(error instanceof PluginProblemsError, String(error));
    REFUSED.forEach(({ what, refused }, i) => {
      const messages = error.problems.filter(({ plugin }) => plugin === `p${i}`)
        .map(({ message }) => message);
      assert.ok(messages.some((message) => refused.test(message)), `${what}: ${messages}`);
    });
    assert.ok(!JSON.stringify(error.problems).includes("TOKEN"));
  }));

Deno.test("settings files and comments in a plugin's folder change nothing of its bundle", () =>
  inTempFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/a`);
    const outside = `${folder}/outside.ts`;
    Deno.writeTextFileSync(outside, 'export const largest = "TOKEN";\n');
    const source = 'import { largest } from "./largest.ts";\nexport default largest;\n';
    writeExamplePlugin(`${folder}/a`, "x1", { "plugin.ts": source });
    // esbuild looks for both in a source's folder and in every folder above it.
    const tricks = {
      "package.json": JSON.stringify({
        browser: { "./largest.ts": outside },
        main: outside,
        sideEffects: false,
        type: "commonjs",
      }),
      "tsconfig.json": JSON.stringify({
        compilerOptions: { paths: { "./largest.ts": [outside] }, jsxFactory: "evil" },
      }),
    };
    Deno.mkdirSync(`${folder}/b`);
    for (const [name, text] of Object.entries(tricks)) {
      Deno.writeTextFileSync(`${folder}/b/${name}`, text);
    }
    writeExamplePlugin(`${folder}/b`, "x1", {
      ...tricks,
      "plugin.ts":
        `/// <reference path="${outside}" />\n${source}//# sourceMappingURL=${outside}\n`,
    });
    const [plain, tricky] = [await bundle(`${folder}/a`), await bundle(`${folder}/b`)];
    assert.equal(tricky.get("x1")!.hashes.bundle, plain.get("x1")!.hashes.bundle);
  }));

Deno.test("no bundle tells a runtime to look for its source elsewhere", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/plugins`, "x1", {
      "plugin.ts": [
        "//! sourceMappingURL=/etc/a",
        "/*# sourceMappingURL=/etc/b */",
        'import text from "./text.json" with { type: "json" };',
        "export default [text, `",
        "//# sourceMappingURL=/etc/c`, String.raw`",
        "//# sourceURL=/etc/d`];",
        "//# sourceMappingURL=/etc/e",
        "",
      ].join("\n"),
      "text.json": JSON.stringify("\n//# sourceMappingURL=/etc/f\n"),
    });
    const { path } = (await bundle(`${folder}/plugins`)).get("x1")!;
    assert.doesNotMatch(Deno.readTextFileSync(path), /sourceMappingURL|sourceURL/);
    const { default: [json, template] } = await import(new URL(path, "file:///").href);
    assert.equal(json, "\n//# sourceMappingURL=/etc/f\n");
    assert.equal(template, "\n//# sourceMappingURL=/etc/c");
  }));

Deno.test("a source that is too much for the bundler is named, and takes no other plugin with it", () =>
  inTempFolder(async (folder) => {
    writeExamplePlugin(`${folder}/plugins`, "bomb", {
      "plugin.ts": `export default ${"[".repeat(900_000)}${"]".repeat(900_000)};\n`,
    });
    writeExamplePlugin(`${folder}/plugins`, "wrong", { "plugin.ts": 'import "node:fs";\n' });
    const error = await bundle(`${folder}/plugins`).catch((thrown) => thrown);
    assert.ok(error instanceof PluginProblemsError, String(error));
    assert.deepEqual(
      error.problems.map(({ plugin, code }) => `${plugin} ${code}`).sort(),
      ["bomb E_BUNDLE_LIMIT", "wrong E_BUNDLE_IMPORT"],
    );
  }));
