import { canonicalJson, canonicalValue } from "../canonical/canonical_json.ts";
import type { PackFooter } from "../contract/dataset.ts";
import type { ExecutionRecord } from "../contract/execution.ts";
import type { Manifest } from "../contract/manifest.ts";
import type { ReportError } from "../contract/report.ts";
import { PROTOCOL_VERSION, type StepInput, type Upstream } from "../contract/request.ts";
import type { Finding, PluginResult, StepStatus } from "../contract/result.ts";
import { validateResult } from "../contract/validators.ts";
import { CodedError } from "../contract/coded_error.ts";
import type { PluginBundle } from "../registry/plugin_bundle.ts";
import { executeStep } from "../sandbox/execute_step.ts";
import { stageInput } from "../sandbox/stage_input.ts";
import type { StepSink } from "../sandbox/step_sink.ts";
import type { Walls } from "../sandbox/standing_walls.ts";
import { listed } from "./accept_answer.ts";
import { attachEvidence } from "./attach_evidence.ts";
import { invalidResult, invalidSettings } from "./errors.ts";

/** A file that a tried plugin may read. */
export interface TriedFile {
  /** Absolute path. */
  readonly path: string;
  readonly version_id: string;
  readonly sha256: string;
  /** Null for an upload or a report. */
  readonly footer: PackFooter | null;
  /** Absolute path of the artifacts folder that lies beside a report. */
  readonly artifacts?: string;
}

/** One step outside any run: nothing of it is kept. */
export interface TriedStep {
  readonly manifest: Manifest;
  readonly bundle: PluginBundle;
  readonly file: TriedFile;
  /** Effective settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly upstream: Upstream;
  readonly seed: string;
  readonly walls: Walls;
  /** An existing folder of its own, absolute. */
  readonly stage_dir: string;
}

/** How it ended. */
export interface TriedOutcome {
  readonly status: StepStatus;
  readonly error: ReportError | null;
  /** The result as sent; null unless the status is ok or skipped. */
  readonly result: PluginResult | null;
  /** Its canonical JSON. */
  readonly result_json: string;
  /** Findings with ids and evidence; none of a plugin that reads no dataset. */
  readonly findings: readonly Finding[];
  /** Null when the settings were refused before a process was started. */
  readonly execution: ExecutionRecord | null;
}

/**
 * Runs a plugin once behind the walls on one file, and checks its answer as a run would: the
 * settings, the generic form, the plugin's own schema, the evidence. What it sends besides its
 * result is counted against its limits and dropped.
 * @param step see {@link TriedStep}
 * @throws CodedError when no process could be started
 */
export async function tryPlugin(step: TriedStep): Promise<TriedOutcome> {
  const { manifest, bundle, settings, walls } = step;
  const problems = await bundle.validateSettings(settings);
  if (problems.length > 0) return failed(invalidSettings(manifest.id, listed(problems)), null);
  const name = NAMES[manifest.type];
  const { path, artifacts } = step.file;
  const beside = artifacts === undefined ? [] : [{ name: "artifacts", source: artifacts }];
  const staged = await stageInput([{ name, source: path }, ...beside], step.stage_dir, walls);
  try {
    const { status, error, result, execution } = await executeStep({
      request: {
        protocol: PROTOCOL_VERSION,
        step_key: "0".repeat(64),
        seed: step.seed,
        plugin: { id: manifest.id, version: manifest.version, type: manifest.type },
        settings,
        input: inputOf(step, name),
        limits: manifest.sandbox.limits,
      },
      bundle_path: bundle.path,
      staged,
      walls,
      signal: new AbortController().signal,
    }, DROPPING);
    if (status !== "ok" && status !== "skipped") {
      return { status, error, result: null, result_json: "", findings: [], execution };
    }
    try {
      return { status, error, ...await accept(step, result), execution };
    } catch (refusal) {
      if (!(refusal instanceof CodedError)) throw refusal;
      return failed(refusal, execution);
    }
  } finally {
    await staged.release();
  }
}

/** What the file is called in the step's input. */
const NAMES: Readonly<Record<Manifest["type"], string>> = {
  ingest: "upload",
  profile: "0.pack",
  planner: "0.pack",
  transform: "0.pack",
  analysis: "0.pack",
  report: "report.json",
  llm: "report.json",
};

function inputOf({ manifest, file, upstream }: TriedStep, name: string): StepInput {
  const datasets = [{ version_id: file.version_id, sha256: file.sha256, path: name }];
  switch (manifest.type) {
    case "ingest":
      return { type: "ingest", file: name, filename: "smoke.csv" };
    case "profile":
      return { type: "profile", datasets };
    case "planner":
      return { type: "planner", datasets, upstream, catalogue: [] };
    case "report":
    case "llm":
      return { type: manifest.type, report: name, artifacts: "artifacts" };
    case "analysis":
    case "transform":
      return { type: manifest.type, datasets, upstream };
  }
}

async function accept({ manifest, bundle, file }: TriedStep, answer: unknown) {
  refuse(await validateResult(answer));
  refuse(await bundle.validateResult(answer));
  const result = canonicalValue(answer) as unknown as PluginResult;
  const { footer, version_id, sha256 } = file;
  const findings = footer === null ? [] : attachEvidence(
    manifest.id,
    result.findings,
    [{ version_id, sha256, rows: footer.rows, columns: footer.columns.map(({ name }) => name) }],
    bundle.identity,
  );
  return { result, result_json: canonicalJson(result), findings };
}

function refuse(problems: Parameters<typeof listed>[0]): void {
  if (problems.length > 0) throw invalidResult(listed(problems));
}

function failed(error: CodedError, execution: ExecutionRecord | null): TriedOutcome {
  const { code, message } = error;
  const status = execution === null ? "error" : "refused";
  return {
    status,
    error: { code, message },
    result: null,
    result_json: "",
    findings: [],
    execution,
  };
}

const DROPPING: StepSink = {
  log() {},
  progress() {},
  artifact() {},
  artifactChunk() {},
  schema() {},
  columnChunk() {},
};
