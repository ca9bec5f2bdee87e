import { pluginSeed } from "../canonical/keys.ts";
import { sha256Hex } from "../canonical/hash.ts";
import type { Manifest } from "../contract/manifest.ts";
import type { PluginBundle } from "../registry/plugin_bundle.ts";
import type { Walls } from "../sandbox/walls.ts";
import { SMOKE_TABLES, smokeCsv, writeSmokeTable } from "./smoke_tables.ts";
import { type TriedFile, tryPlugin } from "./try_plugin.ts";

/** How a plugin took one smoke table. */
export interface SmokeOutcome {
  readonly table: string;
  readonly status: string;
  /** Null when it is well. */
  readonly problem: string | null;
  readonly duration_ms: number;
}

/**
 * Runs a plugin behind the walls on tables on which plugins break, with its default settings.
 * @param plugin its manifest and bundle
 * @param walls what it runs behind
 * @param folder an existing folder of its own, absolute
 * @returns one outcome a table; none for a type that reads no table (report, llm)
 */
export async function smokePlugin(
  { manifest, bundle }: { readonly manifest: Manifest; readonly bundle: PluginBundle },
  walls: Walls,
  folder: string,
): Promise<SmokeOutcome[]> {
  if (manifest.type === "report" || manifest.type === "llm") return [];
  const outcomes: SmokeOutcome[] = [];
  for (const [i, table] of SMOKE_TABLES.entries()) {
    // An empty file is not a table: an ingest plugin may well say so.
    if (manifest.type === "ingest" && table.rows === 0) continue;
    const stage_dir = `${folder}/${manifest.id}_${i}`;
    Deno.mkdirSync(stage_dir);
    const { status, error, execution } = await tryPlugin({
      manifest,
      bundle,
      file: manifest.type === "ingest"
        ? upload(`${stage_dir}/table.csv`, smokeCsv(table))
        : await writeSmokeTable(table, stage_dir),
      settings: manifest.settings.defaults,
      upstream: {},
      seed: pluginSeed(0, manifest.id),
      walls,
      stage_dir,
    });
    const well = status === "ok" || status === "skipped";
    outcomes.push({
      table: table.name,
      status,
      problem: well ? null : `${error?.code}: ${error?.message}`,
      duration_ms: execution?.duration_ms ?? 0,
    });
  }
  return outcomes;
}

function upload(path: string, content: string): TriedFile {
  Deno.writeTextFileSync(path, content);
  return { path, version_id: "0".repeat(16), sha256: sha256Hex(content), footer: null };
}
