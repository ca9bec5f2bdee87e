import assert from "node:assert/strict";
import { checkDependencies } from "./check_dependencies.ts";

function check(dependencies: Record<string, string[]>, known: string[] = []): string[] {
  return checkDependencies(new Map(Object.entries(dependencies)), new Map(), new Set(known))
    .map(({ plugin_id, index, message, fix }) => `${plugin_id}[${index}] ${message}; ${fix}`);
}

Deno.test("checkDependencies() accepts a graph without circles, diamonds included", () => {
  assert.deepEqual(check({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] }), []);
});

Deno.test("checkDependencies() names unknown ids and what was probably meant", () => {
  assert.deepEqual(
    check({ analysis_scan: ["profile_basik"], profile_basic: ["nothing_like_it"] }),
    [
      'analysis_scan[0] depends on "profile_basik", which is not there; write "profile_basic"',
      'profile_basic[0] depends on "nothing_like_it", which is not there; install it, or remove the dependency',
    ],
  );
  assert.deepEqual(check({ a: ["broken"] }, ["broken"]), []);
});

Deno.test("checkDependencies() prints each circle once, from its first plugin", () => {
  const fix = "remove one of these dependencies";
  assert.deepEqual(check({ a: ["a"] }), [`a[0] depends on itself: a → a; ${fix}`]);
  assert.deepEqual(check({ z: ["b"], b: ["x", "c"], c: ["b"], x: [] }), [
    `b[1] depends on itself: b → c → b; ${fix}`,
  ]);
  assert.deepEqual(check({ a: ["b"], b: ["a"], c: ["d"], d: ["c"] }).length, 2);
});

Deno.test("checkDependencies() names a dependency that runs too late", () => {
  const dependencies = new Map([["a", ["p", "t", "r"]], ["p", ["a"]], ["r", []], ["t", []]]);
  const types = new Map(
    [["a", "analysis"], ["p", "profile"], ["r", "report"], ["t", "transform"]] as const,
  );
  const late = checkDependencies(dependencies, types).filter(({ message }) => /wait/.test(message));
  assert.deepEqual(
    late.map(({ plugin_id, index, message, fix }) => [plugin_id, index, message, fix]),
    [
      [
        "a",
        2,
        'depends on "r" of type report, for which a plugin of type analysis cannot wait',
        "depend on a plugin of type profile or transform or analysis",
      ],
      [
        "p",
        0,
        'depends on "a" of type analysis, for which a plugin of type profile cannot wait',
        "remove the dependency",
      ],
    ],
  );
});

Deno.test("checkDependencies() is quick where paths are many", () => {
  const layers: Record<string, string[]> = {};
  for (let layer = 0; layer < 60; layer++) {
    for (const side of ["a", "b"]) {
      layers[`${side}${layer}`] = layer === 59 ? [] : [`a${layer + 1}`, `b${layer + 1}`];
    }
  }
  assert.deepEqual(check(layers), []);
});
