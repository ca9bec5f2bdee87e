import assert from "node:assert/strict";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { canonicalJson, canonicalValue, roundSignificant } from "./canonical_json.ts";

Deno.test("canonicalJson() sorts keys, drops undefined, keeps exact integers, and writes -0 as 0", () => {
  assert.equal(
    canonicalJson({ b: [1, -0, 2 ** 53 - 1], a: undefined, "": null, B: "é\u2028" }),
    '{"":null,"B":"é\u2028","b":[1,0,9007199254740991]}',
  );
});

Deno.test("canonicalJson() rounds to 15 significant digits and is then a fixed point", () => {
  assert.equal(canonicalJson(0.1 + 0.2), "0.3");
  assert.equal(canonicalJson(1 / 3), "0.333333333333333");
  assert.equal(canonicalJson(5e-324), "5e-324");
  assert.equal(canonicalJson(1.7976931348623157e308), "1.7976931348623157e+308");
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
    const once = canonicalJson(x);
    assert.equal(canonicalJson(JSON.parse(once)), once);
    assert.ok(Math.abs(roundSignificant(x) - x) <= Math.abs(x) * 1e-14 || Math.abs(x) > 1.79e308);
  }));
});

Deno.test("canonicalJson() is RFC 8785 of the rounded value", () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
    let rounded;
    try {
      rounded = canonicalValue(value);
    } catch {
      return; // A toJSON key or a lone surrogate: refused, tested below.
    }
    assert.equal(canonicalJson(value), canonicalize(rounded));
  }));
});

Deno.test("canonicalJson() refuses what JSON would silently change, naming where", () => {
  class Point {
    x = 1;
  }
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const cases: [unknown, RegExp][] = [
    [{ a: [1, NaN] }, /NaN at "\/a\/1"/],
    [Infinity, /Infinity at ""/],
    [{ "a/b": "\ud800" }, /lone surrogate at "\/a~1b"/],
    [{ "\ud800": 1 }, /lone surrogate/],
    [1n, /bigint/],
    [() => 1, /function/],
    [Symbol("s"), /symbol/],
    [[undefined], /undefined at "\/0"/],
    [new Array(1), /undefined at "\/0"/],
    [new Map(), /Map/],
    [new Date(0), /Date/],
    [new Uint8Array(1), /Uint8Array/],
    [new Point(), /Point/],
    [{ toJSON: 1 }, /toJSON/],
    [cycle, /cycle at "\/self"/],
  ];
  for (const [value, message] of cases) assert.throws(() => canonicalJson(value), message);
});

Deno.test("canonicalJson() keeps a key named __proto__ as data", () => {
  const value = JSON.parse('{"__proto__": {"x": 1}, "a": 2}');
  assert.equal(canonicalJson(value), '{"__proto__":{"x":1},"a":2}');
});
