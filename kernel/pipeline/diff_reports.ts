import type { Report } from "../contract/report.ts";
import type { Finding } from "../contract/result.ts";

/** A value of a finding that is not what it was. */
export interface ValueChange {
  /** JSON pointer within the finding. */
  readonly pointer: string;
  readonly before: unknown;
  readonly after: unknown;
  /** After − before, for numbers. */
  readonly delta: number | null;
}

/** A finding that only one report has. */
export interface LoneFinding {
  readonly id: string;
  readonly plugin_id: string;
  readonly kind: string;
  readonly columns: readonly string[];
  readonly score: number | null;
}

/** What differs between two reports, findings matched by id. */
export interface ReportDiff {
  readonly added: readonly LoneFinding[];
  readonly gone: readonly LoneFinding[];
  readonly changed: readonly (LoneFinding & { readonly changes: readonly ValueChange[] })[];
  /** How many findings are the same in every field. */
  readonly same: number;
  /** Plugins whose status, code or settings differ, or that only one report has. */
  readonly plugins: readonly {
    readonly plugin_id: string;
    readonly changes: readonly ValueChange[];
  }[];
  readonly datasets: readonly ValueChange[];
}

const PLUGIN_FIELDS = ["status", "version", "code_hash", "settings"] as const;

/**
 * Compares two reports. A finding is the same one when its id is, which is a hash of what it is
 * about and never of its estimates; so a changed estimate is a change and not a new finding.
 * @param before one report
 * @param after another
 */
export function diffReports(before: Report, after: Report): ReportDiff {
  const [a, b] = [findingsOf(before), findingsOf(after)];
  const changed: (LoneFinding & { readonly changes: readonly ValueChange[] })[] = [];
  let same = 0;
  for (const [id, now] of b) {
    const was = a.get(id);
    if (was === undefined) continue;
    const changes = valueChanges(was.finding, now.finding);
    if (changes.length === 0) same++;
    else changed.push({ ...lone(now), changes });
  }
  return {
    added: [...b].filter(([id]) => !a.has(id)).map(([, found]) => lone(found)),
    gone: [...a].filter(([id]) => !b.has(id)).map(([, found]) => lone(found)),
    changed,
    same,
    plugins: pluginChanges(before, after),
    datasets: valueChanges(datasetsOf(before), datasetsOf(after)),
  };
}

/** Whether two reports say the same of the same data with the same code and settings. */
export function isSame(diff: ReportDiff): boolean {
  const { added, gone, changed, plugins, datasets } = diff;
  return [added, gone, changed, plugins, datasets].every((list) => list.length === 0);
}

interface Found {
  readonly plugin_id: string;
  readonly finding: Finding;
}

/** Findings by id, in the report's order: plugins by id, each one's findings by rank. */
function findingsOf({ plugins }: Report): ReadonlyMap<string, Found> {
  return new Map(
    Object.keys(plugins).sort().flatMap((plugin_id) =>
      plugins[plugin_id]!.findings.map((finding) => [finding.id, { plugin_id, finding }] as const)
    ),
  );
}

function lone({ plugin_id, finding }: Found): LoneFinding {
  const { id, kind, columns, score } = finding;
  return { id, plugin_id, kind, columns, score };
}

function pluginChanges(before: Report, after: Report): ReportDiff["plugins"] {
  const ids = new Set([...Object.keys(before.plugins), ...Object.keys(after.plugins)]);
  return [...ids].sort().flatMap((plugin_id) => {
    const of = ({ plugins }: Report) => {
      const plugin = plugins[plugin_id];
      if (plugin === undefined) return { present: false };
      return Object.fromEntries(PLUGIN_FIELDS.map((field) => [field, plugin[field]]));
    };
    const changes = valueChanges(of(before), of(after));
    return changes.length === 0 ? [] : [{ plugin_id, changes }];
  });
}

function datasetsOf({ inputs, datasets }: Report) {
  return {
    inputs: inputs.map(({ sha256 }) => sha256),
    datasets: datasets.map(({ version_id }) => version_id),
  };
}

/**
 * Where two JSON values differ: the smallest parts, objects and lists looked into.
 * @param before plain data
 * @param after plain data
 */
export function valueChanges(before: unknown, after: unknown, pointer = ""): ValueChange[] {
  if (isComposite(before) && isComposite(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => {
      const escaped = key.replaceAll("~", "~0").replaceAll("/", "~1");
      return valueChanges(before[key], after[key], `${pointer}/${escaped}`);
    });
  }
  if (Object.is(before, after)) return [];
  const numbers = typeof before === "number" && typeof after === "number";
  return [{
    pointer,
    before: before ?? null,
    after: after ?? null,
    delta: numbers ? after - before : null,
  }];
}

function isComposite(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
