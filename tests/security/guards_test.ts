/**
 * Each guard bites: with it alone taken away, an attack that is refused otherwise gets through.
 * Guards that overlap on purpose are taken away together, and each alone is shown to be enough.
 */
import assert from "node:assert/strict";
import { detectWalls } from "../../kernel/sandbox/walls.ts";
import type { Walls } from "../../kernel/sandbox/standing_walls.ts";
import { type Observation, runAttack, type Tamper } from "./run_attack.ts";
import { editSource, swapWords } from "./take_away.ts";

const flags = await detectWalls("flags");
const auto = await detectWalls("auto");

const without = (...words: string[]): Tamper => ({
  command: (command) => swapWords(command, Object.fromEntries(words.map((word) => [word, []]))),
});

const openWall1: Tamper = {
  command: (command) => swapWords(command, { "--allow-read=": ["--allow-all"] }),
};

/** What must be seen when the guard is gone. */
type Sign = (seen: Observation) => boolean;

const leaked: Sign = ({ leaks }) => leaks.length > 0;
const changed: Sign = ({ changed }) => changed.length > 0;
const contacted: Sign = ({ contacts }) => contacts.length > 0;
const got: Sign = ({ attempts }) =>
  Object.values(attempts ?? {}).some((attempt) => attempt.startsWith("GOT"));

interface Guard {
  readonly guard: string;
  readonly attack: string;
  readonly tamper: Tamper;
  readonly sign: Sign;
}

const WALL_1: readonly Guard[] = [
  {
    guard: "the bootstrap imports by a computed URL",
    attack: "import_static_text",
    tamper: {
      bootstrap: (source, world) =>
        editSource(source, "await import(where)", `await import("file://${world.bundlePath}")`),
    },
    sign: leaked,
  },
  {
    guard: "reading is granted for two paths",
    attack: "read_with_deno",
    tamper: { command: (command) => swapWords(command, { "--allow-read=": ["--allow-read"] }) },
    sign: leaked,
  },
  {
    guard: "no write permission",
    attack: "write_with_deno",
    tamper: {
      command: (command) => ({
        ...command,
        args: command.args.flatMap((word) =>
          word === "--no-prompt" ? [word, "--allow-write"] : [word]
        ),
      }),
    },
    sign: changed,
  },
  {
    guard: "no net permission",
    attack: "net_sockets",
    tamper: {
      command: (command) => ({
        ...command,
        args: command.args.flatMap((word) =>
          word === "--no-prompt" ? [word, "--allow-net"] : [word]
        ),
      }),
    },
    sign: contacted,
  },
  {
    guard: "nothing remote",
    attack: "import_remote_dynamic",
    tamper: {
      command: (command, world) => ({
        ...swapWords(command, {
          "--no-remote": [],
          "--cached-only": [],
          "--deny-import": ["--allow-import"],
        }),
        env: { ...command.env, DENO_DIR: `${world.dir}/stage/cache` },
      }),
    },
    sign: contacted,
  },
  {
    guard: "no npm",
    attack: "import_npm_dynamic",
    tamper: {
      command: (command, world) => ({
        ...swapWords(command, { "--no-npm": [], "--cached-only": [] }),
        env: {
          ...command.env,
          DENO_DIR: `${world.dir}/stage/cache`,
          NPM_CONFIG_REGISTRY: `http://127.0.0.1:${world.settings["port"]}/`,
        },
      }),
    },
    sign: contacted,
  },
  {
    guard: "an empty environment and no env permission",
    attack: "env_with_deno",
    tamper: {
      command: (command, world) => ({
        ...command,
        env: { ...command.env, HARNESS_TEST_SECRET: world.token },
        args: command.args.flatMap((word) =>
          word === "--no-prompt" ? [word, "--allow-env"] : [word]
        ),
      }),
    },
    sign: leaked,
  },
  {
    guard: "no DENO_DIR and no storage in the globals",
    attack: "state_storage",
    tamper: {
      command: (command, world) => ({
        ...command,
        env: { ...command.env, DENO_DIR: `${world.dir}/outside` },
      }),
      bootstrap: (source) => editSource(source, '"Worker", "localStorage",', '"Worker",'),
    },
    sign: got,
  },
  {
    guard: "RLIMIT_DATA",
    attack: "bomb_array_buffers_caught",
    tamper: without("--data="),
    // Then only the watch on resident memory is left, which ends the process.
    sign: ({ status }) => status === "oom",
  },
  {
    guard: "RLIMIT_CPU",
    attack: "cpu_endless",
    tamper: {
      command: (command) => swapWords(command, { "--cpu=": [] }),
    },
    sign: ({ code }) => code === "E_WALL_TIMEOUT",
  },
  {
    guard: "RLIMIT_FSIZE",
    attack: "sqlite_spill",
    tamper: without("--fsize="),
    sign: got,
  },
  {
    guard: "RLIMIT_NOFILE",
    attack: "bomb_descriptors",
    tamper: without("--nofile="),
    sign: got,
  },
  {
    guard: "there are no Workers",
    attack: "source_line_by_worker",
    tamper: { bootstrap: (source) => editSource(source, "await forbidWorkers();", "") },
    sign: leaked,
  },
  {
    guard: "the runtime's internals are removed",
    attack: "source_line_by_internals",
    tamper: { bootstrap: (source) => editSource(source, "delete Deno[Deno.internal];", "") },
    sign: leaked,
  },
  {
    guard: "files have no locks",
    attack: "lock_input",
    tamper: { bootstrap: (source) => editSource(source, "forbidLocks();\nhide", "hide") },
    sign: got,
  },
  {
    guard: "errors cannot be made to go unhandled, and what is printed of them is cut",
    attack: "source_line_by_uncaught",
    tamper: {
      bootstrap: (source) =>
        editSource(source, "writable: false, configurable: false", "writable: true"),
    },
    sign: leaked,
  },
  {
    guard: "a private copy of the input",
    attack: "chmod_by_descriptor",
    tamper: {
      stage: async (_inputs, world) => {
        const ledger_path = `${world.dir}/stage/permissions.jsonl`;
        await Deno.writeTextFile(ledger_path, "");
        const release = () => Deno.remove(ledger_path);
        return { root: `${world.dir}/inputs`, mounts: [], bytes: 0, ledger_path, release };
      },
    },
    sign: changed,
  },
  {
    guard: "a private copy of the bundle",
    attack: "chmod_bundle",
    // What executeTampered() starts is the bundle itself.
    tamper: { command: (command) => command },
    sign: changed,
  },
  {
    guard: "a spoilt permission log is noticed",
    attack: "ledger_forged",
    // executeTampered() reads no log.
    tamper: { command: (command) => command },
    sign: ({ status }) => status === "ok",
  },
  {
    guard: "a permission log must be whole",
    attack: "ledger_closed",
    tamper: { command: (command) => command },
    sign: ({ status }) => status === "ok",
  },
  {
    guard: "staging follows no links",
    attack: "link_in_input",
    tamper: {
      stage: async (inputs, world) => {
        const root = `${world.dir}/stage/input`;
        const ledger_path = `${world.dir}/stage/permissions.jsonl`;
        await Deno.writeTextFile(ledger_path, "");
        await Deno.mkdir(root);
        for (const { name, source } of inputs) await Deno.copyFile(source, `${root}/${name}`);
        const release = async () => {
          await Deno.remove(ledger_path);
          await Deno.remove(root, { recursive: true });
        };
        return { root, mounts: [], bytes: 0, ledger_path, release };
      },
    },
    sign: leaked,
  },
];

const WALL_2: readonly Guard[] = [
  {
    guard: "only what is needed is mounted",
    attack: "read_with_deno",
    tamper: {
      command: (command) =>
        swapWords(openWall1.command!(command, undefined as never), {
          "--dir": ["--ro-bind", "/tmp", "/tmp", "--dir"],
        }),
    },
    sign: leaked,
  },
  {
    guard: "no network interface",
    attack: "net_sockets",
    tamper: {
      command: (command) =>
        swapWords(openWall1.command!(command, undefined as never), {
          "--unshare-all": ["--unshare-all", "--share-net"],
        }),
    },
    sign: contacted,
  },
  {
    guard: "mounts are read-only",
    attack: "write_input",
    tamper: {
      command: (command) => {
        const open = openWall1.command!(command, undefined as never);
        const args = [...open.args];
        const at = args.findIndex((word, i) =>
          word === "--ro-bind" && args[i + 2] === "/input/0.pack"
        );
        args[at] = "--bind";
        return { ...open, args };
      },
    },
    sign: changed,
  },
];

/** Which case of an attack is run, where it has several. */
const SETTINGS: Readonly<Record<string, Record<string, unknown>>> = {
  source_line_by_uncaught: { way: "dispatch" },
  ledger_forged: { text: "x" },
};

for (const { guard, attack, tamper, sign } of WALL_1) {
  Deno.test(`without "${guard}", wall 1 falls to ${attack}`, async () => {
    const limits = attack === "cpu_endless" ? { limits: { cpu_ms: 1000, wall_ms: 5000 } } : {};
    const settings = SETTINGS[attack] ?? {};
    const fallen = await runAttack(attack, flags, settings, { ...tamper, ...limits });
    assert.ok(sign(fallen), JSON.stringify(fallen, null, 2));
    const held = await runAttack(attack, flags, settings, limits);
    assert.ok(!sign(held) || attack === "chmod_by_descriptor", JSON.stringify(held, null, 2));
  });
}

/** What wall 2 has to stop when everything is permitted by wall 1. */
const ALONE = [
  "read_with_deno",
  "read_with_node",
  "write_with_deno",
  "net_sockets",
  "run_with_deno",
];

function withBoth(name: string, check: (walls: Walls) => Promise<void>): void {
  if (auto.bubblewrap !== null) Deno.test(name, () => check(auto));
  else Deno.test(`NOT TESTED without bubblewrap: ${name}`, () => {});
}

for (const attack of ALONE) {
  withBoth(
    `wall 2 alone stops ${attack}, with every permission of Deno's granted`,
    async (walls) => {
      const seen = await runAttack(attack, walls, {}, openWall1);
      const { leaks, contacts, changed, orphans } = seen;
      assert.deepEqual({ leaks, contacts, changed, orphans }, {
        leaks: [],
        contacts: [],
        changed: [],
        orphans: [],
      });
      assert.notEqual(seen.attempts, null, seen.message + seen.stderr);
    },
  );
}

for (const { guard, attack, tamper, sign } of WALL_2) {
  withBoth(`without "${guard}" and without wall 1, wall 2 falls to ${attack}`, async (walls) => {
    const fallen = await runAttack(attack, walls, {}, tamper);
    assert.ok(sign(fallen), JSON.stringify(fallen, null, 2));
    const held = await runAttack(attack, walls, {}, openWall1);
    assert.ok(!sign(held), JSON.stringify(held, null, 2));
  });
}
