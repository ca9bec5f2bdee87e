import assert from "node:assert/strict";
import { OutputClosed, standardOutput } from "./standard_output.ts";

function recorder(isTerminal: boolean) {
  const seen: Uint8Array[] = [];
  return {
    isTerminal,
    // Three bytes at a time, as a slow pipe takes them.
    write(bytes: Uint8Array) {
      seen.push(bytes.slice(0, 3));
      return Promise.resolve(Math.min(3, bytes.length));
    },
    text: () => new TextDecoder().decode(new Uint8Array(seen.flatMap((each) => [...each]))),
  };
}

const HOSTILE = 'a,"x\t\x1b]0;title\x07\x1b[2J\u202e\u009b31m"\r\n-1,+1.5e3\r\n';

Deno.test("standardOutput() is exact to the byte where no terminal is", async () => {
  const target = recorder(false);
  const out = standardOutput(target);
  await out.write(HOSTILE);
  await out.write(new TextEncoder().encode("ü\r"));
  assert.equal(target.text(), HOSTILE + "ü\r");
});

Deno.test("standardOutput() escapes on a terminal whatever it would obey, and keeps the lines", async () => {
  const target = recorder(true);
  await standardOutput(target).write(HOSTILE);
  assert.equal(
    target.text(),
    'a,"x\\t\\x1b]0;title\\x07\\x1b[2J\\u{202e}\\x9b31m"\n-1,+1.5e3\n',
  );
});

Deno.test("standardOutput() escapes the same however the bytes are cut into pieces", async () => {
  const bytes = new TextEncoder().encode(HOSTILE);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const target = recorder(true);
    const out = standardOutput(target);
    await out.write(bytes.subarray(0, cut));
    await out.write(bytes.subarray(cut));
    assert.equal(target.text().split("\n").length, 3, `cut at ${cut}`);
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(target.text(), /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/, `cut at ${cut}`);
  }
});

Deno.test("standardOutput() tells a reader that has enough from a failure", async () => {
  const closed = standardOutput({
    isTerminal: false,
    write: () => Promise.reject(new Deno.errors.BrokenPipe("pipe")),
  });
  await assert.rejects(closed.write("x"), OutputClosed);
  const full = standardOutput({
    isTerminal: false,
    write: () => Promise.reject(new Deno.errors.WriteZero("full")),
  });
  await assert.rejects(full.write("x"), { code: "E_OUTPUT_FAILED" });
});
