import assert from "node:assert/strict";
import { shellArgument } from "./shell_argument.ts";

const CASES: readonly (readonly [string, string, string | null])[] = [
  ["leaves a plain name", "demo_1.csv", "demo_1.csv"],
  ["quotes a space", "my data.csv", "'my data.csv'"],
  ["quotes what a shell would run", "$(rm -rf ~);`x`&|.csv", "'$(rm -rf ~);`x`&|.csv'"],
  ["survives a quote", "it's.csv", "'it'\\''s.csv'"],
  ["keeps a name from being an option", "--appdata.csv", "./--appdata.csv"],
  ["refuses a line break", "a\nrm b", null],
  ["refuses an escape sequence", "a\x1b[2J", null],
  ["refuses reordered text", "a\u202Eb", null],
  ["refuses no name", "", null],
];

for (const [what, text, expected] of CASES) {
  Deno.test(`shellArgument() ${what}`, () => assert.equal(shellArgument(text), expected));
}
