import assert from "node:assert/strict";
import { parseHardLimits } from "./hard_limits.ts";
import { detectWalls } from "./walls.ts";

Deno.test("parseHardLimits() reads numbers, and takes what has no bound for none", () => {
  assert.deepEqual(
    parseHardLimits("NOFILE 1024\nDATA unlimited\nCPU unlimited\nFSIZE 51200\nNICE 3\n"),
    { nofile: 1024, fsize: 51200 },
  );
  assert.deepEqual(parseHardLimits(""), {});
  assert.deepEqual(parseHardLimits("RESOURCE HARD\nNOFILE ? 3\n"), {});
});

Deno.test("a plugin's process starts on a machine whose own limits are narrower than the walls'", async () => {
  const { prlimit, setpriv } = await detectWalls("flags");
  if (prlimit === null || setpriv === null) return;
  // The administrator may raise a limit again, unless that right is gone.
  const bounded = (await new Deno.Command(setpriv.path, {
    args: ["--bounding-set", "-sys_resource", "true"],
  }).output()).success;
  const narrow = [
    ...[prlimit.path, "--nofile=128", "--fsize=524288", "--cpu=40"],
    ...(bounded ? [setpriv.path, "--bounding-set", "-sys_resource"] : []),
  ];
  const walls = new URL("./walls.ts", import.meta.url).href;
  const lines = new URL("./command_line.ts", import.meta.url).href;
  const source = `import { detectWalls } from ${JSON.stringify(walls)};
import { limitArgs } from ${JSON.stringify(lines)};
const { prlimit, bubblewrap } = await detectWalls("auto");
const limits = { memory_mb: 64, cpu_ms: 90_000 };
const started = async (hard) => (await new Deno.Command(prlimit.path, {
  args: [...limitArgs(limits, hard), Deno.execPath(), "--version"],
}).output()).success;
console.log(JSON.stringify({
  second: bubblewrap !== null,
  args: limitArgs(limits, prlimit.hard),
  within: await started(prlimit.hard),
  beyond: await started({}),
}));`;
  const { stdout, stderr } = await new Deno.Command(narrow[0]!, {
    args: [...narrow.slice(1), Deno.execPath(), "eval", "--no-check", source],
    // Deno's own caches are larger than that limit on files.
    env: { DENO_DIR: "/dev/null" },
  }).output();
  const said = new TextDecoder().decode(stdout);
  assert.ok(said.startsWith("{"), new TextDecoder().decode(stderr));
  const { second, args, within, beyond } = JSON.parse(said);
  assert.equal(second, (await detectWalls("auto")).bubblewrap !== null);
  assert.equal(within, true);
  assert.equal(beyond, false);
  assert.deepEqual(args.slice(1), ["--cpu=40:40", "--fsize=524288", "--core=0", "--nofile=128"]);
});
