import assert from "node:assert/strict";
import { type CommandLine, FILE_BYTES } from "./command_line.ts";
import { MAX_LEDGER_ENTRIES, readLedger } from "./read_ledger.ts";

const COMMAND: CommandLine = {
  program: "",
  args: [],
  env: {},
  cwd: null,
  permissions: [],
  hidden: [["/stage/input", "INPUT"], ["/b/plugin.js", "BUNDLE"]],
  grants: { input: "/stage/input", bundle: "/b/plugin.js", network: false },
  ledger_bytes: FILE_BYTES,
};

const line = (permission: unknown, value: unknown) =>
  JSON.stringify({ v: 1, datetime: "2026-01-01T00:00:00Z", permission, value });

async function read(text: string, command = COMMAND) {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, text);
    return await readLedger(path, command, "0123");
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readLedger() tells what was granted from what was not, by path", async () => {
  const asked: [string, string | null, boolean][] = [
    ["read", "/b/plugin.js", true],
    ["read", "0.pack", true],
    ["read", "/stage/input", true],
    ["read", "artifacts/../0.pack", true],
    ["read", "/stage/input/a/b", true],
    ["read", "../input-secret", false],
    ["read", "/stage/input-secret", false],
    ["read", "/stage/input/../input2", false],
    ["read", "0.pack/../../x", false],
    ["read", "/b/plugin.js.secret", false],
    ["read", null, false],
    ["write", "0.pack", false],
    ["env", "HOME", false],
    ["net", "example.com:80", false],
  ];
  for (const [permission, value, granted] of asked) {
    const { entries } = await read(line(permission, value));
    assert.deepEqual(entries.map((entry) => entry.granted), [granted], `${permission} ${value}`);
  }
  const all = await read(asked.map(([kind, value]) => line(kind, value)).join("\n"));
  assert.equal(all.entries.length, asked.length);
  assert.deepEqual([all.state, all.dropped], ["kept", 0]);
});

Deno.test("readLedger() counts what was asked for again and hides paths", async () => {
  const { entries } = await read(`${line("read", "/stage/input/0.pack")}\n`.repeat(3));
  assert.deepEqual(entries, [{
    permission: "read",
    value: "INPUT/0.pack",
    count: 3,
    granted: true,
  }]);
});

Deno.test("readLedger() is the same in whatever order things were asked for", async () => {
  const lines = [
    ...[line("read", "b"), line("read", "/a"), line("env", null), line("env", "")],
    ...[line("env", "A"), line("read", null), line("net", "x:1"), line("read", "b")],
  ];
  const { entries } = await read(lines.join("\n"));
  assert.deepEqual((await read(lines.toReversed().join("\n"))).entries, entries);
  assert.deepEqual(entries.map(({ permission, value, count }) => [permission, value, count]), [
    ...[["env", null, 1], ["env", "", 1], ["env", "A", 1], ["net", "x:1", 1]],
    ...[["read", null, 1], ["read", "/a", 1], ["read", "b", 2]],
  ]);
});

Deno.test("readLedger() escapes what a plugin asked for, and cuts it", async () => {
  const { entries } = await read(line("read", "/x\u001b[2J\n\u202e"));
  assert.equal(entries[0]?.value, "/x\\x1b[2J\\n\\u{202e}");
  const long = (await read(line("read", `/${"😀".repeat(400)}`))).entries[0]!.value!;
  assert.equal(long.length, 500);
  assert.ok(long.endsWith("…") && long.isWellFormed());
});

Deno.test("readLedger() counts as one what cannot be told apart when it is shown", async () => {
  const lines = ["a", "b"].map((end) => line("read", `/${"x".repeat(600)}${end}`));
  const { entries } = await read(lines.join("\n"));
  assert.deepEqual(entries.map(({ count }) => count), [2]);
});

Deno.test("readLedger() leaves out lines that were cut or are none", async () => {
  const text = [
    ...[line("env", "A"), "", "null", "{}", line(5, "x"), line("", "x"), line("a b", "x")],
    line("env", "B").slice(0, 30),
  ];
  assert.deepEqual((await read(text.join("\n"))).entries.map(({ value }) => value), ["A"]);
});

Deno.test("readLedger() tells lines that somebody spoilt from one that was cut at the end", async () => {
  const good = line("env", "A");
  for (
    const [text, forged] of [
      [`${good}\n`, false],
      [`${good}\n${good}\n`, false],
      [`${good}\n${good.slice(0, 20)}`, false],
      [good, false],
      ["", false],
      [`x${good}\n`, true],
      [`{"permission":"env","value":"B","x":${good}\n`, true],
      [`${good}\n\n${good}\n`, true],
      [`${good.slice(0, 20)}\n${good}\n`, true],
      ["\n", true],
    ] as const
  ) {
    assert.equal((await read(text)).forged, forged, text);
  }
});

Deno.test("readLedger() finds the word of leave, and shows every other attempt", async () => {
  const other = [line("read", "/leave/4567"), line("read", "/leave/01234")].join("\n");
  const without = await read(other);
  assert.deepEqual([without.complete, without.entries.length], [false, 2]);
  const complete = await read(`${other}\n${line("read", "/leave/0123")}\n`);
  assert.deepEqual([complete.complete, complete.entries], [true, without.entries]);
  assert.equal((await read("", { ...COMMAND, ledger_bytes: 0 })).complete, true);
});

Deno.test("readLedger() keeps a bounded number and says how many there were", async () => {
  const lines = Array.from({ length: MAX_LEDGER_ENTRIES + 5 }, (_, i) => line("env", `N${i}`));
  const { entries, dropped } = await read(lines.join("\n"));
  assert.deepEqual([entries.length, dropped], [MAX_LEDGER_ENTRIES, 5]);
});

Deno.test("readLedger() lets no number of one kind hide another", async () => {
  const granted = Array.from({ length: MAX_LEDGER_ENTRIES + 5 }, (_, i) => line("read", `${i}`));
  const { entries } = await read([...granted, line("read", "/x"), line("net", "y")].join("\n"));
  const refused = entries.filter((entry) => !entry.granted).map(({ value }) => value);
  assert.deepEqual(refused, ["y", "/x"]);
});

Deno.test("readLedger() knows a log that could grow no more", async () => {
  assert.equal((await read("x".repeat(FILE_BYTES))).state, "full");
  assert.equal((await read("x".repeat(FILE_BYTES - 1))).state, "kept");
  // Under a narrower limit of the machine's own.
  const narrow = { ...COMMAND, ledger_bytes: 5000 };
  assert.equal((await read("x".repeat(5000), narrow)).state, "full");
  assert.equal((await read("x".repeat(4999), narrow)).state, "kept");
});

Deno.test("readLedger() says so when no log is written", async () => {
  const { state, entries } = await read("", { ...COMMAND, ledger_bytes: 0 });
  assert.deepEqual([state, entries], ["none", []]);
});
