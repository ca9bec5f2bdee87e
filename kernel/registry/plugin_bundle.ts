import { hashOf } from "../canonical/hash.ts";
import { check, isDeeperThan, MAX_DEPTH, type ValidationProblem } from "../contract/validators.ts";
import type { Violation } from "../diagnostics/describe_violations.ts";
import { exceedsWork } from "./exceeds_work.ts";
import type { FindingIdentity } from "./finding_identity.ts";
import { problemAt } from "./measure_schema.ts";

/** Hashes of what a plugin is made of, each 64 hex digits. */
export interface BundleHashes {
  /** SHA-256 of the bundle's bytes. */
  readonly bundle: string;
  /** SHA-256 of the generated validators' bytes: they run inside the kernel. */
  readonly config_validator: string;
  readonly output_validator: string;
  /** Hash of the canonical JSON of the parsed manifest: comments do not count. */
  readonly manifest: string;
  /** Hashes of the canonical JSON of the two schemas. */
  readonly config_schema: string;
  readonly output_schema: string;
}

/** Code of one plugin, ready to run, and the validators of its settings and results. */
export interface PluginBundle {
  readonly plugin_id: string;
  /** Absolute path of the one ES module that the sandboxed process imports. */
  readonly path: string;
  /**
   * Identity of the code: hash of `["code", {bundle, manifest, config_schema, output_schema}]` with
   * those members of {@link BundleHashes}. Two plugins with equal code_hash compute the same.
   */
  readonly code_hash: string;
  readonly hashes: BundleHashes;
  /** Fields that identify its findings, by kind. */
  readonly identity: FindingIdentity;
  /**
   * Checks effective settings against the plugin's config schema. Imports the validator on first
   * use: only for a plugin that `checkTrust` calls trusted.
   * @returns every problem (at most 50)
   */
  validateSettings(settings: unknown): Promise<ValidationProblem[]>;
  /**
   * Checks an answer against the plugin's output schema; `validateResult` of the contract comes
   * first. Only for a trusted plugin.
   * @returns the first problem, or nothing
   */
  validateResult(result: unknown): Promise<ValidationProblem[]>;
}

/** Bytes of the two validators, whose hashes have been checked. */
export interface ValidatorCode {
  readonly config: Uint8Array<ArrayBuffer>;
  readonly output: Uint8Array<ArrayBuffer>;
}

/**
 * Makes a bundle of verified parts.
 * @param code bytes that `hashes` has been checked against; they are what is imported, so nothing
 *   can be exchanged on disk between check and use
 */
export function createPluginBundle(
  pluginId: string,
  path: string,
  hashes: BundleHashes,
  identity: FindingIdentity,
  code: ValidatorCode,
): PluginBundle {
  const { bundle, manifest, config_schema, output_schema } = hashes;
  const settings = lazyValidator(code.config);
  const result = lazyValidator(code.output);
  return {
    plugin_id: pluginId,
    path,
    code_hash: hashOf(["code", { bundle, manifest, config_schema, output_schema }]),
    hashes,
    identity,
    validateSettings: async (value) => checkWithin(await settings(), value),
    validateResult: async (value) => checkWithin(await result(), value),
  };
}

interface ValidatorModule {
  readonly default: { (value: unknown): boolean; errors?: readonly Violation[] | null };
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Steps that a check may take: a few seconds at worst, ten times what a large result needs. */
const MAX_STEPS = 10_000_000;

function checkWithin(module: ValidatorModule, value: unknown): ValidationProblem[] {
  if (!isDeeperThan(value, MAX_DEPTH) && exceedsWork(module.schema, value, MAX_STEPS)) {
    return [problemAt("", "is too large for its schema: the check would take too long")];
  }
  return check(module, value);
}

function lazyValidator(code: Uint8Array<ArrayBuffer>): () => Promise<ValidatorModule> {
  let module: Promise<ValidatorModule> | undefined;
  return () => module ??= importBytes(code);
}

/** Imports a module from memory. */
async function importBytes(code: Uint8Array<ArrayBuffer>): Promise<ValidatorModule> {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
