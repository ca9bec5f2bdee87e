import assert from "node:assert/strict";
import { canonicalJson } from "../../../kernel/canonical/canonical_json.ts";
import type { PluginFinding } from "../../../kernel/contract/result.ts";
import type { ExpectedFinding, Near } from "./plugin_tests.ts";

/**
 * Asserts that a finding is as expected.
 * @param found what the plugin sent
 * @param expected see {@link ExpectedFinding}
 * @param place says which finding it is
 */
export function matchFinding(
  found: PluginFinding,
  expected: ExpectedFinding,
  place: string,
): void {
  for (const [field, wanted] of Object.entries(expected)) {
    if (field === "evidence" && wanted === "all rows") {
      const { row_ids, row_ranges } = found.evidence ?? {};
      assert.ok(row_ids === undefined && row_ranges === undefined, `${place} cites single rows`);
      continue;
    }
    matchValue(found[field], wanted, `${place}: ${field}`);
  }
}

function matchValue(found: unknown, wanted: unknown, place: string): void {
  const shown = () => JSON.stringify(found);
  if (wanted instanceof RegExp) {
    assert.ok(
      typeof found === "string" && wanted.test(found),
      `${place} is ${shown()}, not ${wanted}`,
    );
  } else if (isNear(wanted)) {
    const close = typeof found === "number" && Math.abs(found - wanted.near) <= wanted.within;
    assert.ok(close, `${place} is ${shown()}, not within ${wanted.within} of ${wanted.near}`);
  } else {
    assert.ok(found !== undefined, `${place} is not there`);
    assert.equal(canonicalJson(found), canonicalJson(wanted), place);
  }
}

function isNear(value: unknown): value is Near {
  return typeof value === "object" && value !== null && "near" in value && "within" in value;
}
