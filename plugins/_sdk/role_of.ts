import type { Upstream } from "../../kernel/contract/request.ts";
import { type ColumnProfile, ROLES } from "../../kernel/contract/result.ts";

const cache = new WeakMap<Upstream, ReadonlyMap<string, ColumnProfile>>();

/**
 * What the profiles say of a column. When several speak of it, the more specific role holds (a
 * `case_id` says more than an `id`, see the order of `ROLES`), the first by plugin id among equals,
 * and the tags are joined.
 * @param upstream results of the step's request
 * @param name of the column
 * @returns undefined when no profile names it
 */
export function roleOf(upstream: Upstream, name: string): ColumnProfile | undefined {
  let profiles = cache.get(upstream);
  if (profiles === undefined) {
    profiles = mergeProfiles(upstream);
    cache.set(upstream, profiles);
  }
  return profiles.get(name);
}

function mergeProfiles(upstream: Upstream): ReadonlyMap<string, ColumnProfile> {
  const merged = new Map<string, ColumnProfile>();
  for (const id of Object.keys(upstream).sort()) {
    for (const next of upstream[id]!.columns ?? []) {
      const known = merged.get(next.name);
      if (known === undefined) {
        merged.set(next.name, next);
        continue;
      }
      const role = specificity(next) > specificity(known) ? next.role : known.role;
      const tags = [...new Set([...known.tags, ...next.tags])].sort();
      merged.set(next.name, { name: next.name, role, tags });
    }
  }
  return merged;
}

/** The event-log roles come after the six general ones, which are all equally specific. */
function specificity(profile: ColumnProfile): number {
  return ROLES.indexOf(profile.role) >= ROLES.indexOf("case_id") ? 1 : 0;
}
