import assert from "node:assert/strict";
import { importArrows, importsOf } from "./tree/import_arrows.ts";
import { encodedPaths } from "./tree/encoded_paths.ts";
import { unboundedGrants, unboundedTasks } from "./tree/forbidden_words.ts";
import { readSources } from "./tree/source_file.ts";
import { textAsCode } from "./tree/text_as_code.ts";

const NPM = new Set(["yaml", "ajv", "esbuild", "@noble/hashes"]);

function arrow(path: string, specifier: string): string[] {
  return importArrows([{ path, text: `import { x } from "${specifier}";\n` }], NPM)
    .map(({ message }) => message);
}

Deno.test("importArrows() lets imports point down and refuses what points up or across", () => {
  const allowed: readonly (readonly [string, string])[] = [
    ["kernel/main.ts", "./commands/run.ts"],
    ["kernel/commands/run.ts", "../pipeline/run_pipeline.ts"],
    ["kernel/pipeline/run_pipeline.ts", "../registry/discover.ts"],
    ["kernel/schedule/queue.ts", "../sandbox/execute_step.ts"],
    ["kernel/sandbox/execute_step.ts", "../contract/frame.ts"],
    ["kernel/registry/discover.ts", "../diagnostics/nearest.ts"],
    ["kernel/contract/validators.ts", "../diagnostics/describe_violations.ts"],
    ["kernel/canonical/hash.ts", "@noble/hashes/sha2.js"],
    ["kernel/registry/compile_validator.ts", "ajv/dist/2020.js"],
    ["plugins/_sdk/table/table.ts", "../../../kernel/contract/dataset.ts"],
    ["plugins/scan/plugin.ts", "./maths/scan.ts"],
    ["plugins/scan/plugin.ts", "harness/sdk"],
    ["plugins/scan/plugin_test.ts", "../_sdk/testing/plugin_tester.ts"],
  ];
  for (const [from, to] of allowed) assert.deepEqual(arrow(from, to), [], `${from} → ${to}`);
  const refused: readonly (readonly [string, string])[] = [
    ["kernel/sandbox/execute_step.ts", "../schedule/queue.ts"],
    ["kernel/contract/frame.ts", "../canonical/hash.ts"],
    ["kernel/contract/frame.ts", "../diagnostics/nearest.ts"],
    ["kernel/store/pack_writer.ts", "../registry/discover.ts"],
    ["kernel/registry/discover.ts", "../store/state_store.ts"],
    ["kernel/pipeline/run_pipeline.ts", "../commands/run.ts"],
    ["kernel/pipeline/run_pipeline.ts", "../../plugins/scan/plugin.ts"],
    ["kernel/main.ts", "../plugins/scan/plugin.ts"],
    ["kernel/registry/discover.ts", "./bundler_main.ts"],
    ["kernel/registry/discover.ts", "esbuild"],
    ["kernel/pipeline/run_pipeline.ts", "ajv"],
    ["kernel/pipeline/run_pipeline.ts", "harness/sdk"],
    ["plugins/_sdk/mod.ts", "../../kernel/store/pack_reader.ts"],
    ["plugins/_sdk/mod.ts", "../../kernel/contract/validators.ts"],
    ["plugins/_sdk/mod.ts", "../scan/plugin.ts"],
    ["plugins/scan/plugin.ts", "../_sdk/mod.ts"],
    ["plugins/scan/plugin.ts", "../other/plugin.ts"],
    ["plugins/scan/plugin.ts", "../../kernel/contract/result.ts"],
    ["plugins/scan/plugin.ts", "node:fs"],
    ["plugins/scan/plugin.ts", "lodash"],
    ["kernel/main.ts", "npm:lodash"],
    ["kernel/main.ts", "jsr:@std/path"],
  ];
  for (const [from, to] of refused) assert.equal(arrow(from, to).length, 1, `${from} → ${to}`);
});

Deno.test("importsOf() reads every form of import and skips comments", () => {
  const text = `// import "a";
/* import "b"; */
import type { C } from "./c.ts";
import {
  d,
} from "./d.ts";
import "./e.ts";
export * from "./f.ts";
export { g } from "./g.ts";
const h = await import("./h.ts");
type I = import("./i.ts").I;
`;
  assert.deepEqual(importsOf(text).map(({ specifier, line }) => `${line} ${specifier}`), [
    "3 ./c.ts",
    "4 ./d.ts",
    "7 ./e.ts",
    "8 ./f.ts",
    "9 ./g.ts",
    "10 ./h.ts",
    "11 ./i.ts",
  ]);
});

Deno.test("unboundedTasks() finds grants without bounds in what users run", () => {
  const tasks = (task: unknown) => unboundedTasks(JSON.stringify({ tasks: { run: task } })).length;
  for (
    const bad of [
      "deno run -A kernel/launch.ts",
      "deno run --allow-all kernel/launch.ts",
      "deno run --allow-net kernel/launch.ts",
      "deno run --allow-run --cached-only x.ts",
      "deno run --allow-write",
      { command: "deno run --allow-read x.ts" },
    ]
  ) assert.equal(tasks(bad), 1, JSON.stringify(bad));
  assert.equal(
    tasks("deno run --allow-read=. --allow-net=127.0.0.1:8000 --allow-run=$(x) y.ts"),
    0,
  );
  assert.equal(unboundedTasks('{"tasks": {"test": "deno test -A"}}').length, 0);
});

Deno.test("unboundedGrants() looks at code, not at comments about it", () => {
  const file = (text: string, path = "kernel/launch.ts") => ({ path, text });
  assert.deepEqual(
    unboundedGrants(file("// never --allow-all\nconst a = `--allow-read=${x}`;\n")),
    [],
  );
  assert.equal(unboundedGrants(file('const a = ["run", "-A"];\n'))[0]?.line, 1);
  assert.equal(unboundedGrants(file('\nconst a = ["--allow-write"];\n'))[0]?.line, 2);
  const env = 'const a = ["--allow-env",];\n';
  assert.equal(unboundedGrants(file(env)).length, 1);
  assert.equal(unboundedGrants(file(env, "kernel/registry/run_bundler.ts")).length, 0);
  assert.equal(unboundedGrants(file(env + env, "kernel/registry/run_bundler.ts")).length, 1);
});

const RUNS_TEXT = [
  "eval('1')",
  "(0, eval)(text)",
  "globalThis.eval(text)",
  "globalThis['eval'](text)",
  "new Function('return 1')",
  "Function('return 1')",
  "globalThis.Function('return 1')",
  "new AsyncFunction(text)",
  "[].constructor.constructor('return 1')()",
  "setTimeout('alert(1)', 1)",
  "setInterval(`x`, 1)",
  'import { runInThisContext } from "node:vm";',
  'import { exec } from "node:child_process";',
  'const { spawn } = await import("child_process");',
  'new Worker(url, { type: "module" })',
  "await WebAssembly.compile(bytes)",
  "new WebAssembly.Module(bytes)",
  "await WebAssembly.instantiateStreaming(answer)",
  "await import(url)",
  "await import(`./${name}.ts`)",
  "await import( /* chosen */ name)",
  'new Deno.Command("/bin/sh", {})',
  'new Deno.Command("true")',
  "const { Command } = Deno;",
  'Deno["Command"]',
];

const RUNS_NONE = [
  "// eval(x)\n",
  "/** new Function() */\n",
  "retrieval(x)",
  "page.eval(x)",
  "isFunction(x)",
  "let f: Function;",
  "setTimeout(() => {}, 1)",
  'await import("./run.ts")',
  "const status: Deno.CommandStatus = x;",
  "constructor(name: string) {}",
  "import.meta.dirname",
];

Deno.test("textAsCode() refuses whatever runs text as code or starts a program", () => {
  for (const path of ["kernel/store/x.ts", "ui/islands/x.tsx", "plugins/scan/x.js"]) {
    for (const text of RUNS_TEXT) assert.ok(textAsCode([{ path, text }]).length > 0, text);
    for (const text of RUNS_NONE) assert.deepEqual(textAsCode([{ path, text }]), [], text);
  }
  const started = 'new Deno.Command(path, { args: ["-c", "true"] })';
  assert.deepEqual(textAsCode([{ path: "kernel/sandbox/walls.ts", text: started }]), []);
  const shell = 'new Deno.Command("/usr/bin/bash")';
  assert.equal(textAsCode([{ path: "kernel/sandbox/walls.ts", text: shell }]).length, 1);
  const unused = textAsCode([{ path: "kernel/sandbox/walls.ts", text: "export {};" }]);
  assert.match(unused[0]!.message, /no exemption/);
});

Deno.test("a file that breaks a rule is found wherever it lies in the tree", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const files = [
      "kernel/store/deep/a.ts",
      "kernel/store/generated/b.js",
      "plugins/p/maths/b.js",
      "ui/c.tsx",
      "ui/d.mjs",
    ];
    for (const path of files) {
      Deno.mkdirSync(`${folder}/${path.slice(0, path.lastIndexOf("/"))}`, { recursive: true });
      Deno.writeTextFileSync(`${folder}/${path}`, "\nnew Function(text)();\n");
    }
    const found = textAsCode(readSources(folder, ["kernel", "plugins", "ui"], true));
    assert.deepEqual(found.map(({ file, line }) => `${file}:${line}`), files.map((f) => `${f}:2`));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("encodedPaths() finds a path that is percent-encoded in folders with spaces", () => {
  const written = `const a = new URL("../x", import.meta.${"url"}).pathname;\n`;
  const found = (text: string) => encodedPaths([{ path: "tests/a_test.ts", text }]);
  assert.equal(found(`\n${written}`)[0]?.line, 2);
  assert.deepEqual(found(`// ${written}const a = import.meta.dirname;\n`), []);
});
