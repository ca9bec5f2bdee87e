import type { ReadyPlugin } from "./ready_plugin.ts";

/**
 * Selected plugins in an order in which they can run: transforms, then analyses, each after those it
 * depends on, and by id where that leaves a choice. What is refused waits for nothing.
 * @param selected transforms and analyses, in id order
 */
export function inTurn(selected: readonly ReadyPlugin[]): readonly ReadyPlugin[] {
  const ordered: ReadyPlugin[] = [];
  for (const type of ["transform", "analysis"]) {
    const waiting = selected.filter(({ manifest }) => manifest.type === type);
    while (waiting.length > 0) {
      const ids = new Set(waiting.map(({ manifest }) => manifest.id));
      const next = waiting.findIndex(({ manifest, refusal }) =>
        refusal !== null || !manifest.depends_on.some((id) => ids.has(id))
      );
      ordered.push(...waiting.splice(Math.max(0, next), 1));
    }
  }
  return ordered;
}
