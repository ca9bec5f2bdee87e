import assert from "node:assert/strict";
import { commandLine, type CommandSpec } from "./command_line.ts";
import type { Walls } from "./standing_walls.ts";

const tool = (path: string) => ({ path, version: "1.0" });
const FLAGS: Walls = {
  mode: "flags",
  deno: tool("/opt/deno"),
  prlimit: tool("/usr/bin/prlimit"),
  setpriv: tool("/usr/bin/setpriv"),
  bubblewrap: null,
  cat: "/usr/bin/cat",
  standing: [],
  missing: [],
};
const BOTH: Walls = {
  ...FLAGS,
  bubblewrap: { ...tool("/usr/bin/bwrap"), libraries: ["/lib/libc.so.6"], disable_userns: true },
};
const SPEC: CommandSpec = {
  walls: FLAGS,
  limits: { memory_mb: 256, wall_ms: 60_000, cpu_ms: 30_500, output_mb: 16, artifacts_mb: 16 },
  seed: "00000010" + "f".repeat(56),
  staged: {
    root: "/app data/step/input",
    mounts: [],
    bytes: 0,
    ledger_path: "/app data/step/permissions.jsonl",
    release: async () => {},
  },
  bundle_path: "/app data/b#1.js",
  bootstrap_path: "/k/bootstrap.js",
};
const DENO_FLAGS = [
  "--no-prompt",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--no-npm",
  "--cached-only",
  "--deny-import",
  "--no-code-cache",
];

Deno.test("commandLine() builds exactly this chain from flags and limits", () => {
  const { program, args, env, cwd } = commandLine(SPEC);
  assert.equal(program, "/usr/bin/prlimit");
  assert.deepEqual(args, [
    ...["--data=922746880", "--cpu=31:33", "--fsize=1048576", "--core=0", "--nofile=256"],
    ...["/usr/bin/setpriv", "--no-new-privs", "--pdeathsig", "KILL"],
    ...["/opt/deno", "run", ...DENO_FLAGS],
    "--allow-read=/app data/step/input,/app data/b#1.js",
    "--seed=16",
    "--v8-flags=--max-old-space-size=128,--single-threaded",
    ...["/k/bootstrap.js", "file:///app%20data/b%231.js", "alone"],
  ]);
  assert.deepEqual(env, {
    TZ: "UTC",
    LC_ALL: "C",
    NO_COLOR: "1",
    DENO_DIR: "/dev/null",
    DENO_NO_UPDATE_CHECK: "1",
    DENO_NO_PACKAGE_JSON: "1",
    DENO_AUDIT_PERMISSIONS: "/app data/step/permissions.jsonl",
  });
  assert.equal(cwd, "/app data/step/input");
});

Deno.test("commandLine() builds exactly this chain from both walls", () => {
  const staged = {
    ...SPEC.staged,
    root: "/input",
    mounts: [{ source: "/app,data/x.pack", inside: "/input/0.pack" }],
  };
  const { program, args, env, cwd } = commandLine({ ...SPEC, walls: BOTH, staged });
  assert.equal(program, "/usr/bin/prlimit");
  assert.deepEqual(args, [
    ...["--data=922746880", "--cpu=31:33", "--fsize=1048576", "--core=0", "--nofile=256"],
    ...["/usr/bin/bwrap", "--unshare-all", "--unshare-user", "--disable-userns"],
    ...["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"],
    ...["--setenv", "TZ", "UTC", "--setenv", "LC_ALL", "C", "--setenv", "NO_COLOR", "1"],
    ...["--setenv", "DENO_DIR", "/dev/null", "--setenv", "DENO_NO_UPDATE_CHECK", "1"],
    ...["--setenv", "DENO_NO_PACKAGE_JSON", "1"],
    ...["--setenv", "DENO_AUDIT_PERMISSIONS", "/harness/permissions.jsonl"],
    ...["--tmpfs", "/", "--proc", "/proc", "--dev", "/dev"],
    ...["--ro-bind", "/lib/libc.so.6", "/lib/libc.so.6"],
    ...["--ro-bind", "/opt/deno", "/harness/deno"],
    ...["--dir", "/input"],
    ...["--ro-bind", "/app,data/x.pack", "/input/0.pack"],
    ...["--ro-bind", "/app data/b#1.js", "/bundle/plugin.js"],
    ...["--ro-bind", "/k/bootstrap.js", "/harness/bootstrap.js"],
    ...["--bind", "/app data/step/permissions.jsonl", "/harness/permissions.jsonl"],
    ...["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/input"],
    ...["--", "/harness/deno", "run", ...DENO_FLAGS],
    "--allow-read=/input,/bundle/plugin.js",
    "--seed=16",
    "--v8-flags=--max-old-space-size=128,--single-threaded",
    ...["/harness/bootstrap.js", "file:///bundle/plugin.js"],
  ]);
  assert.deepEqual([env, cwd], [{}, null]);
});

Deno.test("commandLine() grants reading and nothing else, whatever walls there are", () => {
  const combinations: Walls[] = [
    FLAGS,
    BOTH,
    { ...FLAGS, prlimit: null },
    { ...FLAGS, setpriv: null },
    { ...FLAGS, prlimit: null, setpriv: null },
    { ...BOTH, prlimit: null },
  ];
  for (const walls of combinations) {
    const { args, permissions } = commandLine({ ...SPEC, walls });
    const grants = args.filter((word) => /^(-A|--allow|-[RWNESI])/.test(word));
    assert.equal(grants.length, 1, grants.join(" "));
    assert.match(grants[0]!, /^--allow-read=\/.+,\/.+\.js$/);
    assert.deepEqual(permissions, ["read:INPUT", "read:BUNDLE"]);
    for (const flag of DENO_FLAGS) assert.ok(args.includes(flag), flag);
  }
});

Deno.test("commandLine() never says seed 0, which V8 reads as none", () => {
  const { args } = commandLine({ ...SPEC, seed: "0".repeat(64) });
  assert.ok(args.includes("--seed=1"), args.join(" "));
});

Deno.test("commandLine() starts Deno itself where there are no other programs", () => {
  const { program, args } = commandLine({
    ...SPEC,
    walls: { ...FLAGS, prlimit: null, setpriv: null },
  });
  assert.deepEqual([program, args[0]], ["/opt/deno", "run"]);
});

for (const path of ["/a,/etc", "/a\nb", "/a\x7f", "relative", "/a\x00"]) {
  Deno.test(`commandLine() refuses to grant ${JSON.stringify(path)}`, () => {
    const refused = { code: "E_PATH_COMMA" };
    assert.throws(() => commandLine({ ...SPEC, bundle_path: path }), refused);
    const staged = { ...SPEC.staged, root: path };
    assert.throws(() => commandLine({ ...SPEC, staged }), refused);
  });
}

Deno.test("commandLine() uses flags that this Deno has", async () => {
  const help = await new Deno.Command(Deno.execPath(), { args: ["run", "--help=full"] }).output();
  const text = new TextDecoder().decode(help.stdout);
  for (const flag of [...DENO_FLAGS, "--allow-read", "--seed", "--v8-flags"]) {
    assert.match(text, new RegExp(`${flag}\\b`), flag);
  }
});

Deno.test("commandLine() opens the network only when it is told to, and says so in the audit", () => {
  const staged = { ...SPEC.staged, root: "/input", mounts: [] };
  for (const walls of [SPEC.walls, BOTH]) {
    const open = commandLine({ ...SPEC, staged, walls, network: true });
    assert.ok(open.args.includes("--allow-net"));
    assert.deepEqual(open.permissions, ["read:INPUT", "read:BUNDLE", "net"]);
    const closed = commandLine({ ...SPEC, staged, walls, network: false });
    assert.ok(!closed.args.some((word) => word.includes("net")));
  }
});

Deno.test("commandLine() says how long Deno's log may get, and that there is none without rlimits", () => {
  const bytes = (walls: Walls) => commandLine({ ...SPEC, walls }).ledger_bytes;
  const narrow = { ...FLAGS.prlimit!, hard: { fsize: 5000 } };
  for (const walls of [FLAGS, BOTH]) {
    assert.equal(bytes(walls), 1 << 20);
    assert.equal(bytes({ ...walls, prlimit: narrow }), 5000);
    assert.equal(bytes({ ...walls, prlimit: null }), 0);
    const { args, env } = commandLine({ ...SPEC, walls: { ...walls, prlimit: null } });
    assert.ok(![...args, ...Object.keys(env)].includes("DENO_AUDIT_PERMISSIONS"));
  }
});

Deno.test("commandLine() hides the folders it is told to, the longest path first", () => {
  const { hidden } = commandLine({ ...SPEC, hidden: [["/app data", "APPDATA"]] });
  const names = hidden.filter(([path]) => path.startsWith("/app data")).map(([, name]) => name);
  assert.deepEqual(names, ["INPUT", "BUNDLE", "APPDATA"]);
});
