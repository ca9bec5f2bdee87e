import type { Rng } from "harness/sdk";

/**
 * Deals items to two segments anew: the first `before` of `order` are one, every dealing equally
 * likely whatever the order was. Within a segment the order is as it happens, so only as many
 * numbers are drawn as the smaller one has items (Fisher & Yates, ended early).
 * @param order every item once; reordered in place
 * @param before items of the first segment
 */
export function dealRows(order: Uint32Array, before: number, rng: Rng): void {
  const n = order.length;
  const fromFront = before <= n - before;
  const draws = Math.min(before, n - before);
  for (let drawn = 0; drawn < draws; drawn++) {
    const at = fromFront ? drawn : n - 1 - drawn;
    const other = fromFront ? at + rng.int(n - at) : rng.int(at + 1);
    const item = order[at]!;
    order[at] = order[other]!;
    order[other] = item;
  }
}
