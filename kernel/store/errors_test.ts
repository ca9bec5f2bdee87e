import assert from "node:assert/strict";
import { CodedError, ERROR_CODE_PATTERN } from "../contract/coded_error.ts";
import { quoted } from "./quoted.ts";
import { STORE_ERRORS, storeIo } from "./errors.ts";
import { databaseError } from "./state_errors.ts";

const AREAS = [
  "./errors.ts",
  "./dataset_errors.ts",
  "./state_errors.ts",
  "../contract/pack_errors.ts",
];

Deno.test("every code that the store's sources name has its page, and every page its use", () => {
  const used = new Set<string>();
  for (const area of AREAS) {
    const source = Deno.readTextFileSync(new URL(area, import.meta.url));
    for (const [code] of source.matchAll(/(?<=")E_[A-Z_]+(?=")/g)) used.add(code);
  }
  assert.deepEqual([...used].sort(), Object.keys(STORE_ERRORS).sort());
  for (const [code, { exit, explanation }] of Object.entries(STORE_ERRORS)) {
    assert.match(code, ERROR_CODE_PATTERN);
    assert.ok([1, 2, 3].includes(exit));
    assert.match(explanation, /^[A-Z].*\.$/s);
  }
});

const failure = (code: string) => Object.assign(new Error("os error"), { code });
const IO: readonly (readonly [unknown, string])[] = [
  [failure("ENOSPC"), "E_STORE_FULL"],
  [failure("EDQUOT"), "E_STORE_FULL"],
  [failure("EFBIG"), "E_STORE_FULL"],
  [failure("EROFS"), "E_STORE_READ_ONLY"],
  [new Deno.errors.PermissionDenied("no"), "E_STORE_READ_ONLY"],
  [new Deno.errors.NotCapable("no"), "E_STORE_READ_ONLY"],
  [failure("EMFILE"), "E_STORE_TOO_MANY_FILES"],
  [failure("EIO"), "E_STORE_IO"],
  ["a string", "E_STORE_IO"],
  [new CodedError("E_OTHER", "x"), "E_OTHER"],
];
for (const [error, code] of IO) {
  const shown = error instanceof Error && "code" in error ? String(error.code) : String(error);
  Deno.test(`storeIo() calls ${shown} ${code}`, () => {
    assert.equal(storeIo("write a file", "/a/b", error).code, code);
  });
}

const sqlite = (errcode: number) => Object.assign(new Error("sqlite"), { errcode });
const DATABASE: readonly (readonly [unknown, string])[] = [
  [sqlite(5), "E_DB_LOCKED"],
  [sqlite(6), "E_DB_LOCKED"],
  [sqlite(5 | 1 << 8), "E_DB_LOCKED"],
  [sqlite(8), "E_DB_READ_ONLY"],
  [sqlite(8 | 5 << 8), "E_DB_READ_ONLY"],
  [sqlite(13), "E_DB_FULL"],
  [sqlite(11), "E_DB_CORRUPT"],
  [sqlite(26), "E_DB_CORRUPT"],
  [sqlite(14), "E_DB_OPEN"],
  [sqlite(10), "E_DB_FAILED"],
  [sqlite(19), "E_DB_CONSTRAINT"],
  [new Error("database is locked"), "E_DB_LOCKED"],
  [new Error("attempt to write a readonly database"), "E_DB_READ_ONLY"],
  [new Error("database or disk is full"), "E_DB_FULL"],
  [new Error("database disk image is malformed"), "E_DB_CORRUPT"],
  [new Error("file is not a database"), "E_DB_CORRUPT"],
  [new Error("unable to open database file"), "E_DB_OPEN"],
  [new Error("append-only: results are not changed"), "E_DB_APPEND_ONLY"],
  [new Deno.errors.NotCapable("no"), "E_DB_OPEN"],
  [new Error("anything else"), "E_DB_FAILED"],
];
for (const [error, code] of DATABASE) {
  const shown = error instanceof Error && "errcode" in error ? error.errcode : String(error);
  Deno.test(`databaseError() calls ${shown} ${code}`, () => {
    assert.equal(databaseError(error, "/a/state.sqlite").code, code);
  });
}

Deno.test("quoted() escapes control characters and cuts what is long", () => {
  assert.equal(quoted("a\u001b[2J\n"), '"a\\u001b[2J\\n"');
  assert.equal(quoted("\ud800"), '"\ufffd"');
  assert.equal(quoted("x".repeat(100)).length, 82);
});
