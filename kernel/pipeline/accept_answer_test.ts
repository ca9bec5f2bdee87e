import assert from "node:assert/strict";
import { CodedError } from "../contract/coded_error.ts";
import { reportError } from "./accept_answer.ts";

Deno.test("reportError() keeps what to do next and cuts a message of megabytes, characters whole", () => {
  const long = new CodedError(
    "E_TEST_LONG",
    `${"x".repeat(3998)}${"😀".repeat(1_000_000)}`,
    "do it",
  );
  const { code, message } = reportError(long);
  assert.equal(code, "E_TEST_LONG");
  assert.match(message, /^x{3998}.…; do it$/);
  assert.ok(message.isWellFormed());
  assert.equal(reportError(new CodedError("E_TEST_SHORT", "short")).message, "short");
});
