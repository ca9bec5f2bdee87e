import type { CatalogueEntry, DatasetInput, Upstream } from "../contract/request.ts";
import type { InputSource } from "../sandbox/stage_input.ts";
import type { GraphNode } from "../schedule/topology.ts";
import { packPath } from "../store/appdata.ts";
import type { RunDataset } from "./collate_report.ts";
import type { RunContext } from "./run_context.ts";
import type { StepRecord } from "./step_record.ts";
import type { Workshop } from "./ready_plugin.ts";

/** What the planner may know of each analysis and transform plugin, in id order. */
export function catalogueOf(workshop: Workshop): readonly CatalogueEntry[] {
  return [...workshop.values()]
    .filter(({ manifest }) => manifest.type === "analysis" || manifest.type === "transform")
    .map(({ manifest }) => ({
      id: manifest.id,
      name: manifest.name,
      version: manifest.version,
      type: manifest.type,
      capabilities: manifest.capabilities,
      depends_on: manifest.depends_on,
    }));
}

/** The catalogue as a graph: profiles always run before it, so depending on one is no edge. */
export function planNodes(workshop: Workshop, catalogue: readonly CatalogueEntry[]): GraphNode[] {
  return catalogue.map(({ id, depends_on }) => ({
    id,
    depends_on: depends_on.filter((needed) => workshop.get(needed)?.manifest.type !== "profile"),
  }));
}

/** Datasets as a step's request names them. */
export function datasetInputs(datasets: readonly RunDataset[]): readonly DatasetInput[] {
  return datasets.map(({ version_id, sha256 }, i) => ({ version_id, sha256, path: `${i}.pack` }));
}

/** What a step that reads datasets may read, cite and is keyed by. */
export function dataWork(
  run: Pick<RunContext, "appdata">,
  datasets: readonly RunDataset[],
): {
  readonly sources: readonly InputSource[];
  readonly input_hashes: readonly string[];
  readonly datasets: readonly RunDataset[];
} {
  return {
    sources: datasets.map(({ version_id }, i) => ({
      name: `${i}.pack`,
      source: packPath(run.appdata, version_id),
    })),
    input_hashes: datasets.map(({ sha256 }) => sha256),
    datasets,
  };
}

/** Results by plugin id. */
export function resultsOf(records: readonly (StepRecord & { result: object })[]): Upstream {
  return Object.fromEntries(
    records.map((record) => [record.manifest.id, record.result!]),
  ) as Upstream;
}

/** Hashes of results by plugin id. */
export function hashesOf(records: readonly StepRecord[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    records.map(({ manifest, result_hash }) => [manifest.id, result_hash!]),
  );
}
