/** The canary notices when a guard is gone, and the kernel would stop. */
import assert from "node:assert/strict";
import { runCanary } from "../../kernel/sandbox/canary.ts";
import type { executeStep } from "../../kernel/sandbox/execute_step.ts";
import { detectWalls } from "../../kernel/sandbox/walls.ts";
import { executeTampered } from "./execute_tampered.ts";
import type { Tamper } from "./run_attack.ts";
import { editSource, swapWords } from "./take_away.ts";

const flags = await detectWalls("flags");

const TAMPERED: readonly { guard: string; tamper: Tamper; names: RegExp }[] = [
  {
    guard: "reading is granted for two paths",
    tamper: { command: (command) => swapWords(command, { "--allow-read=": ["--allow-read"] }) },
    names: /reading a file, reading a file through node:fs/,
  },
  {
    guard: "the bootstrap imports by a computed URL",
    tamper: {
      bootstrap: (source) =>
        editSource(source, "const where = new URL(bundle).href;", "").replace(
          "await import(where)",
          'await import("file:///BUNDLE")',
        ),
      command: (command) => command,
    },
    names: /importing a file statically/,
  },
  {
    guard: "the runtime's internals are removed",
    tamper: { bootstrap: (source) => editSource(source, "delete Deno[Deno.internal];", "") },
    names: /reading a line of a file through an error/,
  },
  {
    guard: "there are no Workers",
    tamper: {
      bootstrap: (source) => editSource(source, "await forbidWorkers();", ""),
      command: (command) => swapWords(command, { "--data=": [] }),
    },
    names: /starting a Worker/,
  },
];

for (const { guard, tamper, names } of TAMPERED) {
  Deno.test(`without "${guard}", the canary stops the kernel`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "canary_guards_" });
    try {
      const execute: typeof executeStep = async (spec, sink) => {
        const bootstrap = (source: string) =>
          (tamper.bootstrap?.(source, undefined as never) ?? source)
            .replace("file:///BUNDLE", `file://${spec.bundle_path}`);
        // Two steps run at once: each has its own bootstrap.
        const dir = spec.bundle_path.replace(/\/plugin\.js$/, "");
        return await executeTampered(spec, sink, { ...tamper, bootstrap }, dir) as never;
      };
      const check = runCanary(flags, folder, execute);
      await assert.rejects(check, { code: "E_WALLS_DOWN", message: names });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
