import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";
import type { ManifestProblem } from "./manifest_problem.ts";
import { formatProblems } from "./format_problems.ts";

/** Changes that a message lists before it counts the rest. */
const LISTED_CHANGES = 6;

/** Plugins that cannot be used as they are; holds every problem of every plugin. */
export class PluginProblemsError extends CodedError {
  readonly problems: readonly ManifestProblem[];

  /** @param problems at least one */
  constructor(problems: readonly ManifestProblem[]) {
    const ids = [...new Set(problems.map((problem) => problem.plugin))];
    super(
      "E_PLUGIN_INVALID",
      `${problems.length} ${problems.length === 1 ? "problem" : "problems"} in ${
        ids.length === 1 ? `the plugin ${ids[0]}` : `${ids.length} plugins: ${ids.join(", ")}`
      }`,
      "correct what is listed, then look again with: harness plugins validate",
    );
    this.name = "PluginProblemsError";
    this.problems = problems;
  }

  /** The problems as a compiler prints them. */
  frames(options: { readonly color: boolean }): string {
    return formatProblems(this.problems, options);
  }
}

/** A folder of plugins that was named and cannot be read. */
export function pluginsDirUnreadable(path: string, reason: string): CodedError {
  return new CodedError(
    "E_PLUGINS_DIR",
    `Cannot read the plugins folder ${path}: ${reason}`,
    "give --plugins-dir a folder whose sub-folders are plugins",
  );
}

/** The bundler's process did not answer as it should. */
export class BundlerFailure extends CodedError {
  readonly reason: string;

  /** @param reason what it did instead */
  constructor(reason: string) {
    super(
      "E_BUNDLER_FAILED",
      `The bundler stopped without an answer: ${reason}`,
      "run: deno install, then try again",
    );
    this.name = "BundlerFailure";
    this.reason = reason;
  }
}

/** esbuild's program for this machine is not among the installed packages. */
export function bundlerMissing(path: string): CodedError {
  return new CodedError(
    "E_BUNDLER_MISSING",
    `esbuild is not installed for this machine: ${path} does not exist`,
    "run: deno install",
  );
}

/** A plugin that nobody has trusted yet. */
export function pluginUntrusted(pluginId: string, origin: "builtin" | "external"): CodedError {
  return origin === "builtin"
    ? new CodedError(
      "E_PLUGIN_UNTRUSTED",
      `The plugin ${pluginId} lies among the built-in ones and is not in plugins.lock`,
      "if you put it there: harness plugins trust --builtin",
    )
    : new CodedError(
      "E_PLUGIN_UNTRUSTED",
      `The plugin ${pluginId} has not been trusted on this machine`,
      `look at what it is and asks for, then trust it: harness plugins trust ${pluginId}`,
    );
}

/**
 * A plugin that is not what was trusted.
 * @param changes what differs, one line each, from `describeChange`
 */
export function pluginChanged(
  pluginId: string,
  changes: readonly string[],
  origin: "builtin" | "external",
): CodedError {
  const listed = changes.slice(0, LISTED_CHANGES).join("; ");
  const more = changes.length - LISTED_CHANGES;
  return new CodedError(
    "E_PLUGIN_CHANGED",
    `The plugin ${pluginId} changed since it was trusted: ${listed}${
      more > 0 ? `; and ${more} more` : ""
    }`,
    origin === "builtin"
      ? "if the change is yours: harness plugins trust --builtin"
      : `if the change is wanted: harness plugins trust ${pluginId}`,
  );
}

/** plugins.lock or trust.json is not what the kernel wrote. */
export function trustFileInvalid(path: string, reason: string): CodedError {
  return new CodedError(
    "E_TRUST_FILE",
    `Cannot use ${path}: ${reason}`,
    "restore it, or delete it and trust the plugins again",
  );
}

/** Every error of this area: how a process ends because of it, and what it means. */
export const REGISTRY_ERRORS: ErrorCatalogue = {
  E_PLUGIN_INVALID: {
    exit: 2,
    explanation: "One or more plugins cannot be used; every problem is listed with its place.",
  },
  E_PLUGINS_DIR: {
    exit: 2,
    explanation: "A folder given with --plugins-dir does not exist or cannot be read.",
  },
  E_MANIFEST_SYNTAX: {
    exit: 2,
    explanation: "plugin.yaml, or a plugin's JSON schema, is not valid YAML or JSON.",
  },
  E_MANIFEST_INVALID: {
    exit: 2,
    explanation:
      "plugin.yaml has a wrong value or lacks a key; schemas/plugin_manifest.schema.json has them all.",
  },
  E_MANIFEST_UNKNOWN_KEY: {
    exit: 2,
    explanation: "plugin.yaml has a key that means nothing; a mistyped key would else be ignored.",
  },
  E_MANIFEST_ID: {
    exit: 2,
    explanation:
      "A plugin's id must be its folder's name and unique, because results are kept by it.",
  },
  E_MANIFEST_DEFAULTS: {
    exit: 2,
    explanation:
      "settings.defaults of plugin.yaml does not satisfy the plugin's own config schema.",
  },
  E_MANIFEST_DEPENDS: {
    exit: 2,
    explanation:
      "depends_on names a plugin that is not there, or plugins depend on each other in a circle.",
  },
  E_NETWORK_DECLARED: {
    exit: 2,
    explanation:
      "A plugin declares no_network: false. The harness works offline; only a kernel started with " +
      "--allow-network-dev accepts such a plugin, for development.",
  },
  E_PLUGIN_FILE: {
    exit: 2,
    explanation:
      "A plugin's folder lacks one of its files, or holds a symbolic link, a special file, too much, " +
      "or a name that is unsafe to print.",
  },
  E_PLUGIN_SCHEMA: {
    exit: 2,
    explanation:
      "A plugin's config or output schema uses more of JSON Schema than a stranger may " +
      "(schemas/plugin_schema.schema.json), or does not say what identifies its findings.",
  },
  E_PLUGIN_RULE: {
    exit: 2,
    explanation:
      "A plugin breaks one of the rules for plugins (plugins/README.md); the message names it in " +
      "brackets. The plugin runs all the same: only plugins validate refuses it.",
  },
  E_BUNDLE_IMPORT: {
    exit: 2,
    explanation:
      "A plugin imports something outside its own folder, harness/sdk and the npm packages that " +
      "deno.json names.",
  },
  E_BUNDLE_SYNTAX: { exit: 2, explanation: "A plugin's source cannot be parsed or linked." },
  E_BUNDLE_LIMIT: {
    exit: 2,
    explanation:
      "The bundler cannot make one module of a plugin's sources within its memory, its time and " +
      "the size of a bundle. Other plugins are bundled all the same.",
  },
  E_BUNDLER_FAILED: {
    exit: 3,
    explanation:
      "The process that bundles plugins failed: the installation is incomplete or damaged.",
  },
  E_BUNDLER_MISSING: {
    exit: 3,
    explanation: "The program of npm esbuild for this operating system and processor is missing.",
  },
  E_PLUGIN_UNTRUSTED: {
    exit: 2,
    explanation:
      "Built-in plugins are trusted by plugins.lock, all others only after harness plugins trust.",
  },
  E_PLUGIN_CHANGED: {
    exit: 2,
    explanation:
      "A file of the plugin, what it imports, or its cached bundle differs from what was trusted. " +
      "Code that nobody looked at is not run.",
  },
  E_TRUST_FILE: { exit: 3, explanation: "plugins.lock or appdata/trust.json is damaged." },
};
