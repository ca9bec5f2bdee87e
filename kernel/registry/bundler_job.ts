import type { Violation } from "../diagnostics/describe_violations.ts";

/** One plugin to bundle, with its sources: the bundler reads nothing of a plugin from disk. */
export interface BundlerPlugin {
  readonly id: string;
  readonly entrypoint: string;
  /** Text of every importable file by path inside the plugin's folder. */
  readonly sources: Readonly<Record<string, string>>;
  readonly config_schema: Readonly<Record<string, unknown>>;
  readonly output_schema: Readonly<Record<string, unknown>>;
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** What the kernel sends to the bundler's process on standard input, as JSON. */
export interface BundlerJob {
  /** Absolute path of the project, whose node_modules holds the npm packages. */
  readonly project_dir: string;
  /** Names that may be imported from npm, with the package each stands for. */
  readonly npm: Readonly<Record<string, string>>;
  /** Text of the SDK's and the contract's files by path inside the project. */
  readonly harness: Readonly<Record<string, string>>;
  readonly plugins: readonly BundlerPlugin[];
}

/** A problem of a plugin's source, at a place in it. */
export interface BundlerProblem {
  readonly code: "E_BUNDLE_IMPORT" | "E_BUNDLE_SYNTAX" | "E_BUNDLE_LIMIT" | "E_PLUGIN_SCHEMA";
  /** Path inside the plugin's folder; empty for the folder. */
  readonly path: string;
  /** 1-based, 0 when there is no place. */
  readonly line: number;
  readonly column: number;
  readonly source_line: string | null;
  readonly message: string;
  readonly fix: string;
}

/** What became of one plugin. */
export interface BundlerResult {
  readonly id: string;
  readonly problems: readonly BundlerProblem[];
  /** Violations of the config schema by the manifest's defaults. */
  readonly defaults_violations: readonly Violation[];
  /** One ES module each; empty when there are problems. */
  readonly bundle: string;
  readonly config_validator: string;
  readonly output_validator: string;
}

/** What the bundler's process answers on standard output, as JSON. */
export interface BundlerAnswer {
  readonly plugins: readonly BundlerResult[];
}
