import assert from "node:assert/strict";
import { commandLine } from "./command_line.ts";
import { wallPrograms } from "./wall_programs.ts";
import { detectWalls } from "./walls.ts";

Deno.test("wallPrograms() are absolute paths that one --allow-run can hold", () => {
  const programs = wallPrograms("/opt/deno");
  assert.equal(programs[0], "/opt/deno");
  for (const path of programs) assert.match(path, /^\/[^,\s]+$/);
});

Deno.test("detectWalls() leaves the second wall out when only flags are asked for", async () => {
  const walls = await detectWalls("flags");
  assert.equal(walls.bubblewrap, null);
  assert.equal(walls.standing[0], `deno ${Deno.version.deno}`);
  assert.ok(!walls.standing.some((wall) => wall.startsWith("bubblewrap")));
});

Deno.test("detectWalls() names what stands or what is missing, never both", async () => {
  const walls = await detectWalls("auto");
  const missing = walls.missing.map(({ name }) => name);
  assert.equal(walls.bubblewrap !== null, !missing.includes("bubblewrap"));
  assert.equal(walls.prlimit !== null, !missing.includes("prlimit"));
  assert.equal(
    walls.standing.some((wall) => wall.startsWith("bubblewrap")),
    walls.bubblewrap !== null,
  );
  for (const part of walls.missing) assert.ok(part.why !== "" && part.how !== "");
});

Deno.test("detectWalls() refuses mode strict where a wall is missing, and says which", async () => {
  const { bubblewrap, prlimit } = await detectWalls("auto");
  if (bubblewrap !== null && prlimit !== null) {
    assert.equal((await detectWalls("strict")).bubblewrap?.path, bubblewrap.path);
  } else {
    await assert.rejects(detectWalls("strict"), { code: "E_WALLS_MISSING" });
  }
});

Deno.test("detectWalls() in mode strict fails when the kernel may start none of the tools", async () => {
  const worker = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(
    worker,
    `import { detectWalls } from ${JSON.stringify(new URL("./walls.ts", import.meta.url).href)};
    await detectWalls("strict").then(console.log, (error) => console.log(error.code, error.message));`,
  );
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "--allow-read", worker],
  }).output();
  await Deno.remove(worker);
  assert.match(new TextDecoder().decode(stdout), /^E_WALLS_MISSING .*prlimit .*bubblewrap/);
});

for (const os of ["darwin", "windows", "freebsd"]) {
  Deno.test(`detectWalls() takes Deno's flags alone on ${os}, looks for no program, and says so`, async () => {
    const walls = await detectWalls("auto", os);
    assert.deepEqual(walls.standing, [`deno ${Deno.version.deno}`]);
    const { prlimit, setpriv, bubblewrap, cat } = walls;
    assert.deepEqual({ prlimit, setpriv, bubblewrap, cat }, {
      prlimit: null,
      setpriv: null,
      bubblewrap: null,
      cat: null,
    });
    assert.deepEqual(walls.missing.map(({ name }) => name).sort(), [
      "bubblewrap",
      "cat",
      "prlimit",
      "setpriv",
    ]);
    for (const { why, how } of walls.missing) {
      assert.equal(why, `not a part of ${os}`);
      assert.doesNotMatch(how, /apt-get/);
    }
    await assert.rejects(detectWalls("strict", os), { code: "E_WALLS_MISSING" });
  });
}

Deno.test("a command line for a machine without the tools is Deno with wall 1's flags", async () => {
  const staged = { root: "/in", mounts: [], bytes: 0, ledger_path: "/l", release: async () => {} };
  const command = commandLine({
    walls: await detectWalls("auto", "darwin"),
    limits: { memory_mb: 128, wall_ms: 1, cpu_ms: 1, output_mb: 1, artifacts_mb: 1 },
    seed: "1".repeat(64),
    staged,
    bundle_path: "/b.js",
    bootstrap_path: "/boot.js",
  });
  assert.equal(command.program, Deno.execPath());
  assert.equal(command.args[0], "run");
  for (const flag of ["--no-prompt", "--no-remote", "--no-npm", "--allow-read=/in,/b.js"]) {
    assert.ok(command.args.includes(flag), flag);
  }
});
