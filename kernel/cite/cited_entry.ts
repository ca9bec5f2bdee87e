import type { Reference } from "../contract/manifest.ts";
import type { Citation } from "./citation.ts";

/** What a bibliography lists: a paper, a program, or data. */
export type CitedEntry =
  | { readonly type: "paper"; readonly key: string; readonly reference: Reference }
  | {
    readonly type: "software" | "dataset";
    readonly key: string;
    /** Null where the report does not know it: who made the data, who wrote a plugin. */
    readonly author: string | null;
    readonly title: string;
    readonly version: string;
    /** ISO day. */
    readonly date: string;
    readonly note: string;
  };

const PROGRAM = "Statistic Harness";

/**
 * The entries of a citation: papers once each, then the program with its plugins, then the data,
 * then the run or finding itself. Keys are ASCII letters, digits and `_`, and distinct.
 * @param citation of a finding or a run
 */
export function citedEntries(citation: Citation): readonly CitedEntry[] {
  const { run, finding } = citation;
  const date = run.started_at.slice(0, 10);
  const entries: CitedEntry[] = [];
  const papers = new Map<string, Reference>();
  for (const { references } of citation.plugins) {
    for (const reference of references) {
      const id = reference.doi ?? reference.arxiv ?? reference.url ?? reference.title;
      if (!papers.has(id)) papers.set(id, reference);
    }
  }
  const used = new Set<string>();
  for (const reference of papers.values()) {
    entries.push({ type: "paper", key: freeKey(paperKey(reference), used), reference });
  }
  entries.push({
    type: "software",
    key: freeKey("statistic_harness", used),
    author: PROGRAM,
    title: PROGRAM,
    version: run.kernel_version,
    date,
    note: "Local statistical analysis with plugins",
  });
  for (const plugin of citation.plugins) {
    entries.push({
      type: "software",
      key: freeKey(plugin.id, used),
      author: null,
      title: `${plugin.name}, a plugin of Statistic Harness`,
      version: plugin.version,
      date,
      note: `Plugin ${plugin.id}; code SHA-256 ${plugin.code_hash ?? "none"}; ` +
        `settings SHA-256 ${plugin.settings_hash}; seed ${citation.seed}`,
    });
  }
  for (const { filename, sha256 } of citation.inputs) {
    const datasets = citation.datasets.map((each) =>
      `dataset ${each.version_id}, SHA-256 ${each.sha256}`
    );
    entries.push({
      type: "dataset",
      key: freeKey(`data_${sha256.slice(0, 12)}`, used),
      author: null,
      title: filename,
      version: citation.datasets[0]?.version_id ?? sha256.slice(0, 16),
      date,
      note: [`File SHA-256 ${sha256}`, ...datasets].join("; "),
    });
  }
  const about = `run ${run.run_id}, key ${citation.run_key}, seed ${citation.seed}; ` +
    `replay: ${citation.replay}`;
  entries.push(
    finding === null
      ? {
        type: "dataset",
        key: freeKey(`run_${citation.run_key.slice(0, 12)}`, used),
        author: PROGRAM,
        title: `Statistic Harness report ${citation.run_key.slice(0, 12)}`,
        version: citation.run_key,
        date,
        note: about,
      }
      : {
        type: "dataset",
        key: freeKey(`finding_${finding.id}`, used),
        author: PROGRAM,
        title: `Finding ${finding.id}: ${finding.kind} of ${finding.columns.join(", ")}`,
        version: finding.id,
        date,
        note: `${finding.rows} rows; ${about}`,
      },
  );
  return entries;
}

/** `kulldorff2009`, without accents. */
function paperKey({ authors, year }: Reference): string {
  const first = /[\p{L}]+/u.exec(authors)?.[0] ?? "anonymous";
  const plain = first.normalize("NFKD").replace(/[^A-Za-z]/g, "").toLowerCase();
  return `${plain === "" ? "reference" : plain}${year}`;
}

function freeKey(wanted: string, used: Set<string>): string {
  const plain = wanted.replace(/[^A-Za-z0-9_]/g, "_");
  let key = plain;
  for (let n = 2; used.has(key); n++) key = `${plain}_${n}`;
  used.add(key);
  return key;
}
