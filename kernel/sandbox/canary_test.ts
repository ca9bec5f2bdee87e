import assert from "node:assert/strict";
import { checkWalls, runCanary } from "./canary.ts";
import type { executeStep } from "./execute_step.ts";
import { detectWalls } from "./walls.ts";

async function folder(use: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await use(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Answers for a wall that is down in the way the test says. */
function fallen(metrics: Record<string, string>, imported: string | null): typeof executeStep {
  return async ({ request, staged }) => {
    await staged.release();
    const importing = Object.keys(request.settings).length === 0;
    const error = importing && imported !== null ? { code: imported, message: "no" } : null;
    const result = { status: "ok", metrics };
    return { status: error === null ? "ok" : "error", error, result } as never;
  };
}

for (const mode of ["flags", "auto"] as const) {
  Deno.test(`checkWalls() finds that the walls hold, mode ${mode}, and remembers it`, async () => {
    await folder(async (dir) => {
      const walls = await detectWalls(mode);
      await checkWalls(walls, dir);
      assert.deepEqual([...Deno.readDirSync(dir)].map(({ name }) => name), ["walls_held.json"]);
      // Without programs it could not be run again: so it is remembered.
      const broken = { ...walls, deno: { path: "/nonexistent", version: "" }, prlimit: null };
      await checkWalls({ ...broken, setpriv: null, bubblewrap: null }, dir);
    });
  });
}

Deno.test("checkWalls() does not trust what it remembers of other walls", async () => {
  await folder(async (dir) => {
    const walls = await detectWalls("flags");
    await checkWalls(walls, dir);
    const other = { ...walls, standing: ["something else"], prlimit: null, setpriv: null };
    const gone = { ...other, deno: { path: "/nonexistent/deno", version: "0" } };
    await assert.rejects(checkWalls(gone, dir), { code: "E_SPAWN_FAILED" });
  });
});

Deno.test("runCanary() names the leaks that worked", async () => {
  await folder(async (dir) => {
    const walls = await detectWalls("flags");
    const metrics = { "writing a file": "open", "connecting": "closed: Error" };
    const open = runCanary(walls, dir, fallen(metrics, "E_PLUGIN_DENIED"));
    await assert.rejects(open, { code: "E_WALLS_DOWN", message: /: writing a file$/ });
    const imports = runCanary(walls, dir, fallen({}, null));
    await assert.rejects(imports, { code: "E_WALLS_DOWN", message: /importing a file statically/ });
    assert.deepEqual([...Deno.readDirSync(dir)], [], "nothing is left behind");
  });
});
