import { hashOf } from "./hash.ts";

/**
 * Seed of one plugin: a function of the run's seed and the plugin's id alone, so that adding a
 * plugin changes no other's numbers.
 * @param runSeed the run's `--seed`, an integer in [0, 2^53)
 * @param pluginId
 * @returns 64 hex digits
 */
export function pluginSeed(runSeed: number, pluginId: string): string {
  return hashOf(["seed", runSeed, pluginId]);
}

/** Everything a step's bytes are a function of. */
export interface StepKeyParts {
  readonly protocol: number;
  /** Deno version and processor: mathematics may differ in the last bit between two of them. */
  readonly runtime: string;
  readonly plugin_id: string;
  readonly code_hash: string;
  readonly settings_hash: string;
  /** Hashes of the files the step reads, in the request's order. */
  readonly inputs: readonly string[];
  /** Hashes of the upstream results by plugin id. */
  readonly upstream: Readonly<Record<string, string>>;
  readonly seed: string;
  /** Hash of the catalogue (planner), of the file's name (ingest); null for the others. */
  readonly extra: string | null;
}

/** Key of a step: same key, same bytes. */
export function stepKey(parts: StepKeyParts): string {
  return hashOf(["step", parts]);
}

/**
 * Id of a finding: a function of what it is about, never of its scores, p-values or estimates.
 * @param pluginId
 * @param kind the finding's kind
 * @param datasetSha256 hash of the dataset it speaks of
 * @param identity values of the kind's identity fields, by name
 * @returns 16 hex digits
 */
export function findingId(
  pluginId: string,
  kind: string,
  datasetSha256: string,
  identity: Readonly<Record<string, unknown>>,
): string {
  return hashOf(["finding", pluginId, kind, datasetSha256, identity]).slice(0, 16);
}
