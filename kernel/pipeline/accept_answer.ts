import { canonicalJson, canonicalValue } from "../canonical/canonical_json.ts";
import { sha256Hex } from "../canonical/hash.ts";
import { CodedError } from "../contract/coded_error.ts";
import type { PluginResult, StoredResult } from "../contract/result.ts";
import { validateResult, type ValidationProblem } from "../contract/validators.ts";
import type { ArtifactStage } from "../store/artifact_stage.ts";
import { type PackWriter, type WrittenPack } from "../store/pack_writer.ts";
import { attachEvidence, type CitedDataset } from "./attach_evidence.ts";
import type { RunDataset } from "./collate_report.ts";
import { invalidResult, noDataset, uncanonicalResult } from "./errors.ts";
import type { ReadyPlugin } from "./ready_plugin.ts";

/** What a process sent besides its result, still staged. */
export interface StagedOutput {
  readonly artifacts: ArtifactStage;
  readonly pack: PackWriter;
}

/** An answer that passed every check. */
export interface AcceptedAnswer {
  readonly status: "ok" | "skipped";
  readonly result: StoredResult;
  /** The result's canonical JSON and its SHA-256. */
  readonly json: string;
  readonly sha256: string;
  /** Dataset that the step made. */
  readonly pack: WrittenPack | null;
}

/**
 * Checks what a process answered: the generic form, the plugin's own schema, the evidence, and
 * what else the step demands. Seals its artifacts, and keeps its dataset under its own hash.
 * @param plugin whose answer it is
 * @param answer parsed JSON, believed nothing
 * @param datasets what its findings may cite, when it made no dataset itself
 * @param staged what it sent before
 * @param demand throws a CodedError for a result that this step cannot use
 * @throws CodedError E_RESULT_*, E_DATASET_MISSING, E_DATASET_*, E_ARTIFACT_REFUSED
 */
export async function acceptAnswer(
  plugin: ReadyPlugin,
  answer: unknown,
  datasets: readonly RunDataset[],
  staged: StagedOutput,
  demand: (result: StoredResult) => void,
): Promise<AcceptedAnswer> {
  const { manifest, bundle } = plugin;
  refuse(await validateResult(answer));
  refuse(await bundle.validateResult(answer));
  const result = answer as PluginResult;
  const makesDataset = manifest.type === "ingest" || manifest.type === "transform";
  const sent = staged.pack.started;
  if (makesDataset && result.status === "ok" && !sent) throw noDataset(manifest.id);
  const pack = sent && result.status === "ok" ? await staged.pack.finish() : null;
  const cited = pack === null ? datasets : [pack];
  const findings = attachEvidence(
    manifest.id,
    result.findings,
    cited.map(citedDataset),
    bundle.identity,
  );
  const artifacts = staged.artifacts.seal();
  const stored = canonical({ ...result, findings, artifacts });
  demand(stored);
  const json = canonicalJson(stored);
  return { status: result.status, result: stored, json, sha256: sha256Hex(json), pack };
}

/** Validation problems on one line, the first few of them. */
export function listed(problems: readonly ValidationProblem[]): string {
  const shown = problems.slice(0, 5).map(({ pointer, message }) => `${pointer || "/"} ${message}`);
  const more = problems.length - shown.length;
  return shown.join("; ") + (more > 0 ? `; and ${more} more` : "");
}

function refuse(problems: readonly ValidationProblem[]): void {
  if (problems.length > 0) throw invalidResult(listed(problems));
}

function citedDataset({ version_id, sha256, footer }: RunDataset): CitedDataset {
  const columns = footer.columns.map(({ name }) => name);
  return { version_id, sha256, rows: footer.rows, columns };
}

function canonical(result: StoredResult): StoredResult {
  try {
    return canonicalValue(result) as unknown as StoredResult;
  } catch (error) {
    if (error instanceof TypeError) throw uncanonicalResult(error.message);
    throw error;
  }
}

/** Longest message of an error in a report: a plugin's keys and values are in some. */
const MAX_MESSAGE = 4000;

/** An error as reports show it. */
export function reportError({ code, message, next }: CodedError): {
  readonly code: string;
  readonly message: string;
} {
  const cut = message.length > MAX_MESSAGE
    ? `${message.slice(0, MAX_MESSAGE - 1).toWellFormed()}…`
    : message;
  return { code, message: next === "" ? cut : `${cut}; ${next}` };
}
