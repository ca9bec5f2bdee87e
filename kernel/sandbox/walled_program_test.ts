import assert from "node:assert/strict";
import { walledProgram } from "./walled_program.ts";
import type { Walls } from "./standing_walls.ts";

const tool = (path: string) => ({ path, version: "1.0" });
const FLAGS: Walls = {
  mode: "flags",
  deno: tool("/opt/deno"),
  prlimit: { ...tool("/usr/bin/prlimit"), hard: { nofile: 64 } },
  setpriv: tool("/usr/bin/setpriv"),
  bubblewrap: null,
  cat: null,
  standing: [],
  missing: [],
};
const SPEC = {
  limits: { memory_mb: 400, cpu_ms: 10_000 },
  project_dir: "/home/a b/project",
  visible: ["deno.json", "node_modules"],
  args: (project: string) => ["run", `${project}/main.ts`],
  env: (project: string) => ({ TOOL: `${project}/tool` }),
};
const LIMITS = ["--data=1073741824", "--cpu=10:12", "--fsize=1048576", "--core=0", "--nofile=64"];

Deno.test("walledProgram() shows a program what is named, in a world without the rest", () => {
  const bubblewrap = { ...tool("/usr/bin/bwrap"), libraries: ["/lib/c.so"], disable_userns: true };
  const { program, args, env, cwd, project } = walledProgram({
    ...SPEC,
    walls: { ...FLAGS, bubblewrap },
  });
  assert.deepEqual([program, env, cwd], ["/usr/bin/prlimit", {}, null]);
  assert.equal(project, "/harness/project");
  assert.deepEqual(args.slice(0, 7), [...LIMITS, "/usr/bin/bwrap", "--unshare-all"]);
  for (const word of ["--share-net", "--bind", "--dev-bind"]) assert.ok(!args.includes(word), word);
  const mounted = args.flatMap((word, i) => word === "--ro-bind" ? [args[i + 2]] : []);
  assert.deepEqual(mounted, [
    "/lib/c.so",
    "/harness/deno",
    "/harness/project/deno.json",
    "/harness/project/node_modules",
  ]);
  assert.equal(args[args.indexOf("TOOL") + 1], "/harness/project/tool");
  const end = ["--", "/harness/deno", "run", "/harness/project/main.ts"];
  assert.deepEqual(args.slice(-4), end);
});

Deno.test("walledProgram() without bubblewrap keeps the limits and an environment of its own", () => {
  const { program, args, env, cwd } = walledProgram({ ...SPEC, walls: FLAGS });
  assert.equal(program, "/usr/bin/prlimit");
  assert.deepEqual(args, [
    ...LIMITS,
    ...["/usr/bin/setpriv", "--no-new-privs", "--pdeathsig", "KILL"],
    ...["/opt/deno", "run", "/home/a b/project/main.ts"],
  ]);
  assert.equal(env["TOOL"], "/home/a b/project/tool");
  assert.equal(env["DENO_DIR"], "/dev/null");
  assert.equal(cwd, "/home/a b/project");
  const bare = walledProgram({ ...SPEC, walls: { ...FLAGS, prlimit: null, setpriv: null } });
  assert.deepEqual([bare.program, bare.args[0]], ["/opt/deno", "run"]);
});
