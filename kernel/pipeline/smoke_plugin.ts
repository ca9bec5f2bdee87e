import { canonicalJson } from "../canonical/canonical_json.ts";
import { sha256Hex } from "../canonical/hash.ts";
import { pluginSeed } from "../canonical/keys.ts";
import type { Manifest } from "../contract/manifest.ts";
import type { PluginBundle } from "../registry/plugin_bundle.ts";
import type { Walls } from "../sandbox/standing_walls.ts";
import { SMOKE_REPORTS, type SmokeReport } from "./smoke_reports.ts";
import { SMOKE_TABLES, smokeCsv, writeSmokeTable } from "./smoke_tables.ts";
import { type TriedFile, tryPlugin } from "./try_plugin.ts";

/** How a plugin took one smoke table or report. */
export interface SmokeOutcome {
  /** Name of the table or report. */
  readonly table: string;
  readonly status: string;
  /** Null when it is well. */
  readonly problem: string | null;
  readonly duration_ms: number;
}

/** A smoke table or report, written when its turn comes. */
interface SmokeInput {
  readonly name: string;
  write(folder: string): Promise<TriedFile>;
}

/**
 * Runs a plugin behind the walls on tables on which plugins break, or on such reports when it reads
 * a report, with its default settings.
 * @param plugin its manifest and bundle
 * @param walls what it runs behind
 * @param folder an existing folder of its own, absolute
 * @returns one outcome a table or report
 */
export async function smokePlugin(
  { manifest, bundle }: { readonly manifest: Manifest; readonly bundle: PluginBundle },
  walls: Walls,
  folder: string,
): Promise<SmokeOutcome[]> {
  const outcomes: SmokeOutcome[] = [];
  for (const [i, { name, write }] of smokeInputs(manifest.type).entries()) {
    const stage_dir = `${folder}/${manifest.id}_${i}`;
    Deno.mkdirSync(stage_dir);
    const { status, error, execution } = await tryPlugin({
      manifest,
      bundle,
      file: await write(stage_dir),
      settings: manifest.settings.defaults,
      upstream: {},
      seed: pluginSeed(0, manifest.id),
      walls,
      stage_dir,
    });
    const well = status === "ok" || status === "skipped";
    outcomes.push({
      table: name,
      status,
      problem: well ? null : `${error?.code}: ${error?.message}`,
      duration_ms: execution?.duration_ms ?? 0,
    });
  }
  return outcomes;
}

function smokeInputs(type: Manifest["type"]): readonly SmokeInput[] {
  switch (type) {
    case "report":
    case "llm":
      return SMOKE_REPORTS.map((one) => ({
        name: one.name,
        write: (folder) => Promise.resolve(writeSmokeReport(one, folder)),
      }));
    case "ingest":
      // An empty file is not a table: an ingest plugin may well say so.
      return SMOKE_TABLES.filter(({ rows }) => rows > 0).map((table) => ({
        name: table.name,
        write: (folder) => Promise.resolve(upload(`${folder}/table.csv`, smokeCsv(table))),
      }));
    default:
      return SMOKE_TABLES.map((table) => ({
        name: table.name,
        write: (folder) => writeSmokeTable(table, folder),
      }));
  }
}

function writeSmokeReport({ report, artifacts }: SmokeReport, folder: string): TriedFile {
  const root = `${folder}/given/artifacts`;
  Deno.mkdirSync(root, { recursive: true });
  for (const [path, content] of Object.entries(artifacts)) {
    Deno.mkdirSync(`${root}/${path.slice(0, path.indexOf("/"))}`, { recursive: true });
    Deno.writeTextFileSync(`${root}/${path}`, content);
  }
  return {
    ...upload(`${folder}/given/report.json`, `${canonicalJson(report)}\n`),
    artifacts: root,
  };
}

function upload(path: string, content: string): TriedFile {
  Deno.writeTextFileSync(path, content);
  return { path, version_id: "0".repeat(16), sha256: sha256Hex(content), footer: null };
}
