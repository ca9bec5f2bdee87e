/** The kernel's own permissions: what its tasks and its launcher may grant, and no more. */
import assert from "node:assert/strict";
import { COMMANDS } from "../kernel/commands/catalogue.ts";
import { resolvePathWords } from "../kernel/commands/path_words.ts";
import { kernelPermissions } from "../kernel/launch.ts";
import { wallPrograms } from "../kernel/sandbox/wall_programs.ts";
import { PROJECT, taskArguments } from "./run_harness.ts";

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
  const bad = ["deno run -A x", "deno run --allow-all x", "run -qA x", "run --unstable-ffi x"];
  const bare = ["net", "run", "write", "read", "env", "sys", "ffi", "import"];
  for (const line of [...bad, ...bare.map((name) => `deno run --allow-${name} x`)]) {
    assert.ok(BLANKET.some((pattern) => pattern.test(line)), line);
  }
});

Deno.test("the launcher's source builds one list of permissions and never widens it", () => {
  const source = Deno.readTextFileSync(`${PROJECT}/kernel/launch.ts`);
  for (const word of ["allow-all", '"-A"', "allow-ffi", "allow-sys", "allow-import", "allow-env"]) {
    assert.ok(!source.includes(word), word);
  }
  assert.equal(source.match(/--allow-read=\$\{read\.join/g)?.length, 1);
  assert.equal(source.match(/--allow-read/g)?.length, 1);
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
  assert.deepEqual(run, wallPrograms("/bin/deno"));
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

Deno.test("one command listens, and it is serve", () => {
  assert.deepEqual(COMMANDS.filter(({ serves }) => serves).map(({ name }) => name), ["serve"]);
});

Deno.test("no command's own example gets more than the folders and files that it names", () => {
  for (const { name, example, serves, writes_lock } of COMMANDS) {
    const words = example.split(" ").slice(2).filter((word) => word !== "harness");
    const { command, appdata, grants } = resolvePathWords(words, "/home/a", "appdata");
    assert.equal(command?.name, name, example);
    const flags = kernelPermissions({
      ...GRANTS,
      appdata,
      paths: grants,
      writes_lock: writes_lock === true && words.includes("--builtin"),
      serve_port: serves === true ? 8000 : undefined,
    });
    for (const pattern of BLANKET) assert.doesNotMatch(flags.join(" "), pattern, example);
    assert.equal(flags.some((flag) => flag.startsWith("--allow-net")), serves === true, name);
    for (const flag of flags.filter((flag) => /^--allow-(?:read|write)=/.test(flag))) {
      for (const path of flag.split("=")[1]!.split(",")) {
        const own = flag.startsWith("--allow-read") && path.startsWith("/p/");
        assert.ok(own || path.startsWith("/home/a/") || path.startsWith("/home/mine"), path);
        assert.ok(!["/", "/home", "/home/a", "/home/a/"].includes(path), `${name}: ${path}`);
      }
    }
  }
});

/** The words of a process's command line, while it runs. */
async function wordsOf(pid: number): Promise<string[]> {
  return (await cat(`/proc/${pid}/cmdline`)).split("\0").slice(0, -1);
}

/** Outside of tests' own permissions lies /proc, for Deno; not for cat. */
async function cat(path: string): Promise<string> {
  const { stdout } = await new Deno.Command("cat", { args: [path], stderr: "null" }).output();
  return new TextDecoder().decode(stdout);
}

/** Starts a task as a user does, and looks at the kernel that its launcher has started. */
async function kernelOf(task: string, words: readonly string[]): Promise<string[]> {
  const launcher = new Deno.Command(Deno.execPath(), {
    args: [...taskArguments(task), ...words],
    cwd: PROJECT,
    env: { INIT_CWD: PROJECT, NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    for (let ended = false; !ended;) {
      for (
        const pid of (await cat(`/proc/${launcher.pid}/task/${launcher.pid}/children`)).split(" ")
      ) {
        const line = await wordsOf(Number(pid));
        if (line.includes(`${PROJECT}/kernel/main.ts`)) return line;
      }
      const pause = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 5));
      ended = await Promise.race([launcher.status.then(() => true), pause]);
    }
    return [];
  } finally {
    try {
      launcher.kill("SIGTERM");
    } catch {
      // It has ended already.
    }
    await launcher.status;
  }
}

Deno.test({
  name: "the kernel of every task really runs with those permissions and no others",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const appdata = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "harness_flags_" }));
    const file = `${PROJECT}/fixtures/demo.csv`;
    const truth = `${PROJECT}/fixtures/demo.truth.yaml`;
    const tasks: readonly (readonly [string, readonly string[]])[] = [
      ["run", [file]],
      ["eval", [truth]],
      ["harness", ["plugins", "list"]],
      ["harness", ["runs", "list"]],
      ["serve", ["--port", "48613"]],
    ];
    try {
      for (const [task, words] of tasks) {
        const line = await kernelOf(task, [...words, "--appdata", appdata]);
        const flags = line.slice(0, line.indexOf(`${PROJECT}/kernel/main.ts`));
        assert.equal(flags[1], "run", `${task} ${words} started no kernel`);
        for (const pattern of BLANKET) assert.doesNotMatch(flags.join(" "), pattern, task);
        for (const flag of ["--no-prompt", "--no-remote", "--cached-only"]) {
          assert.ok(flags.includes(flag), `${task} ${flag}`);
        }
        const granted = Object.fromEntries(
          flags.filter((flag) => flag.startsWith("--allow-")).map((flag) => flag.split("=")),
        );
        const serves = task === "serve";
        assert.deepEqual(Object.keys(granted).sort(), [
          ...(serves ? ["--allow-net"] : []),
          "--allow-read",
          ...(serves ? [] : ["--allow-run"]),
          "--allow-write",
        ], task);
        assert.equal(granted["--allow-write"], appdata, task);
        if (serves) assert.equal(granted["--allow-net"], "127.0.0.1:48613");
        else assert.equal(granted["--allow-run"], wallPrograms(Deno.execPath()).join(","));
        for (const path of granted["--allow-read"]!.split(",")) {
          const own = path === appdata || path === file || path === `${PROJECT}/fixtures`;
          const named = /^\/(?:deno\.(?:json|lock)|plugins\.lock|kernel|plugins|node_modules)$/;
          assert.ok(own || named.test(path.slice(PROJECT.length)), `${task} may read ${path}`);
        }
      }
    } finally {
      await Deno.remove(appdata, { recursive: true });
    }
  },
});
