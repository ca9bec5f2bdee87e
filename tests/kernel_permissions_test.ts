/** The kernel's own permissions: what its tasks and its launcher may grant, and no more. */
import assert from "node:assert/strict";
import { PROJECT } from "./run_harness.ts";
import { kernelPermissions } from "../kernel/launch.ts";

const PRODUCT_TASKS = ["run", "serve", "eval", "harness"];

/** What no product command may ever have. */
const BLANKET = [
  /--allow-all\b/,
  /(^|\s)-[a-zA-Z]*A[a-zA-Z]*(\s|$)/,
  /--allow-(net|run|write|read|env|sys|ffi|import)(\s|$)/,
  /--unstable/,
];

function command(task: string): string {
  return JSON.parse(Deno.readTextFileSync(`${PROJECT}/deno.json`)).tasks[task].command;
}

Deno.test("the product's tasks grant the launcher no blanket permission and no network", () => {
  for (const task of PRODUCT_TASKS) {
    const line = command(task);
    for (const pattern of BLANKET) assert.doesNotMatch(line, pattern, task);
    assert.doesNotMatch(line, /--allow-(net|import|ffi)/, task);
    assert.match(line, /--no-prompt/, task);
  }
});

Deno.test("the patterns above do find what they look for", () => {
  for (const bad of ["deno run -A x", "deno run --allow-all x", "run --allow-run x", "run -qA x"]) {
    assert.ok(BLANKET.some((pattern) => pattern.test(bad)), bad);
  }
});

Deno.test("the launcher's source builds one list of permissions and never widens it", () => {
  const source = Deno.readTextFileSync(`${PROJECT}/kernel/launch.ts`);
  for (const word of ["allow-all", '"-A"', "allow-ffi", "allow-sys", "allow-import"]) {
    assert.ok(!source.includes(word), word);
  }
  assert.deepEqual(source.match(/--allow-net\S*/g), [
    "--allow-net=127.0.0.1:${grants.serve_port}`,",
  ]);
  assert.equal(source.match(/--allow-run/g)?.length, 1);
  assert.equal(source.match(/--allow-write/g)?.length, 1);
});

const GRANTS = {
  project: "/p",
  deno: "/bin/deno",
  appdata: "/data/appdata",
  paths: [{ use: "read", path: "/in/a b.csv" }, { use: "write", path: "/out/j.xml" }],
  writes_lock: false,
} as const;

Deno.test("kernelPermissions() grants the file, appdata and the project's own folders, no more", () => {
  const flags = kernelPermissions(GRANTS);
  const read = flags.find((flag) => flag.startsWith("--allow-read="))!.split("=")[1]!.split(",");
  const write = flags.find((flag) => flag.startsWith("--allow-write="))!.split("=")[1]!.split(",");
  assert.deepEqual(write, ["/data/appdata", "/out/j.xml"]);
  assert.ok(read.includes("/in/a b.csv"));
  for (const path of read) {
    assert.ok(path.startsWith("/p/") || path === "/data/appdata" || path === "/in/a b.csv", path);
  }
  assert.ok(!read.includes("/p") && !read.includes("/p/"));
  const run = flags.find((flag) => flag.startsWith("--allow-run="))!.split("=")[1]!.split(",");
  for (const program of run) assert.match(program, /^\/(usr\/)?bin\/[a-z]+$/);
  assert.deepEqual(flags.filter((flag) => /net|ffi|sys|import|all$/.test(flag)), []);
});

Deno.test("kernelPermissions() lets only the command that rewrites plugins.lock write it", () => {
  assert.doesNotMatch(kernelPermissions(GRANTS).join(" "), /write=\S*plugins\.lock/);
  assert.match(
    kernelPermissions({ ...GRANTS, writes_lock: true }).join(" "),
    /write=\S*plugins\.lock/,
  );
});

Deno.test("kernelPermissions() lets a command that serves listen, and start no process", () => {
  const flags = kernelPermissions({ ...GRANTS, serve_port: 8123 });
  assert.ok(flags.includes("--allow-net=127.0.0.1:8123"));
  assert.deepEqual(flags.filter((flag) => flag.includes("allow-run")), []);
});

Deno.test("kernelPermissions() refuses a path that Deno would read as two", () => {
  for (const path of ["/in/a,b.csv", "/in/a\nb.csv", "/in/\u0000"]) {
    assert.throws(
      () => kernelPermissions({ ...GRANTS, paths: [{ use: "read", path }] }),
      { code: "E_PATH_COMMA" },
    );
  }
  assert.throws(() => kernelPermissions({ ...GRANTS, appdata: "/a,/" }), { code: "E_PATH_COMMA" });
});
