import assert from "node:assert/strict";
import { nameProblem, safePath, storedName } from "./safe_path.ts";

const UNSAFE = [
  "",
  ".",
  "..",
  "...",
  "a/b",
  "/etc/passwd",
  "..\\x",
  "c:x",
  "a,b",
  "a\0b",
  "a\nb",
  "a\u202egpj.exe",
  "a\u2028b",
  "a|b",
  "a?",
  "a*",
  "a<b",
  'a"b',
  "end.",
  "end ",
  " start",
  "con",
  "NUL.txt",
  "com1",
  "Lpt9.tar.gz",
  "com²",
  "\ud800",
  "é".repeat(128),
];
for (const name of UNSAFE) {
  Deno.test(`safePath() refuses ${JSON.stringify(name.slice(0, 20))}`, () => {
    assert.throws(() => safePath("/folder", name), { code: "E_PATH_UNSAFE" });
  });
}

Deno.test("safePath() accepts ordinary names of any script", () => {
  for (
    const name of ["a", "report.json", ".hidden", "日本語.csv", "a b", "console", "com10", "..a"]
  ) {
    assert.equal(safePath("/folder", name), `/folder/${name}`);
  }
});

Deno.test("storedName() makes any name safe, keeping what it can of it", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["demo.csv", "demo.csv"],
    ["Größe, Gewicht.csv", "Gro_e_Gewicht.csv"],
    ["../../etc/passwd", "etc_passwd"],
    ["日本語.csv", "csv"],
    ["日本語", "upload"],
    ["", "upload"],
    ["...", "upload"],
    ["-rf", "rf"],
    [".env", "env"],
    ["nul.csv", "_nul.csv"],
    ["a\0b\n.csv", "a_b_.csv"],
    [`${"x".repeat(300)}.csv`, `${"x".repeat(96)}.csv`],
  ];
  for (const [name, stored] of cases) assert.equal(storedName(name), stored);
});

Deno.test("storedName() always gives what safePath() accepts", () => {
  for (const name of UNSAFE) assert.equal(nameProblem(storedName(name)), undefined);
});
