import assert from "node:assert/strict";
import { checkEntries } from "./check_entries.ts";

function count(entries: readonly (string | Uint8Array)[]): number {
  const parts = entries.map((each) =>
    typeof each === "string" ? new TextEncoder().encode(each) : each
  );
  const at = new Int32Array(parts.length + 1);
  parts.forEach((part, i) => at[i + 1] = at[i]! + part.length);
  const data = new Uint8Array(at[parts.length]!);
  parts.forEach((part, i) => data.set(part, at[i]));
  const refuse = (what: string): never => {
    throw new Error(what);
  };
  const check = checkEntries(new Uint8Array(at.buffer), data, refuse);
  for (;;) {
    const { done, value } = check.next();
    if (done) return value;
  }
}

Deno.test("checkEntries() counts many distinct entries, also empty, alike and outside ASCII", () => {
  const many = Array.from({ length: 200_000 }, (_, i) => i.toString(36));
  assert.equal(count(many), 200_000);
  assert.equal(count([]), 0);
  assert.equal(count(["", "a", "aa", "\ufeff", "\ufeffa", "é", "e\u0301", "\0", "\0\0"]), 9);
});

Deno.test("checkEntries() finds an entry that is there twice, however far apart", () => {
  const many = Array.from({ length: 200_000 }, (_, i) => `entry ${i}`);
  assert.throws(() => count([...many, "entry 0"]), /twice/);
  assert.throws(() => count(["", "x", ""]), /twice/);
  assert.throws(() => count(["é", "\u00e9"]), /twice/);
});

Deno.test("checkEntries() refuses entries that are UTF-8 only together, or not at all", () => {
  const [first, second] = new TextEncoder().encode("é");
  assert.throws(() => count([Uint8Array.of(first!), Uint8Array.of(second!)]), /UTF-8/);
  assert.throws(() => count([Uint8Array.of(first!), "", Uint8Array.of(second!)]), /UTF-8/);
  assert.throws(() => count(["a", Uint8Array.of(0xed, 0xa0, 0x80)]), /UTF-8/);
  assert.throws(() => count(["a", Uint8Array.of(first!)]), /UTF-8/);
  const long = new Uint8Array(3 << 20).fill(0x61);
  long[2 << 20] = 0xff;
  assert.throws(() => count(["b", long]), /UTF-8/);
});
