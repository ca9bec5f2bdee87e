import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";
import type { PluginType } from "../contract/manifest.ts";

/** A result whose evidence does not fit the data. */
export function evidenceError(pointer: string, why: string): CodedError {
  return new CodedError(
    "E_RESULT_EVIDENCE",
    `The result's evidence does not fit the dataset: ${pointer} ${why}`,
    "the plugin must cite 0-based rows and columns of the dataset it was given",
  );
}

/** Two findings of one result that have the same identity. */
export function duplicateFinding(kind: string, identity: string): CodedError {
  return new CodedError(
    "E_RESULT_DUPLICATE",
    `Two findings of kind ${kind} have the same identity ${identity}`,
    "each finding of a kind must differ in its identity fields (x-identity in output.schema.json)",
  );
}

/** A finding of a kind that output.schema.json does not name. */
export function unknownKind(kind: string): CodedError {
  return new CodedError(
    "E_RESULT_KIND",
    `The result has a finding of kind ${kind}, which output.schema.json does not define`,
    "add the kind to $defs of output.schema.json with its x-identity",
  );
}

/** A result that a schema refuses. */
export function invalidResult(problems: string): CodedError {
  return new CodedError(
    "E_RESULT_INVALID",
    `The plugin's answer does not have the form it promises: ${problems}`,
    "mend the plugin's result, or its output.schema.json",
  );
}

/** A result that canonical JSON cannot hold. */
export function uncanonicalResult(why: string): CodedError {
  return new CodedError("E_RESULT_INVALID", `The plugin's answer cannot be stored: ${why}`);
}

/** Settings that a plugin's config.schema.json refuses. */
export function invalidSettings(pluginId: string, problems: string): CodedError {
  return new CodedError(
    "E_SETTINGS_INVALID",
    `The settings of ${pluginId} are not valid: ${problems}`,
    `see plugins/${pluginId}/README.md for its settings`,
  );
}

/** A settings file that names a plugin nobody has. */
export function unknownPlugin(id: string, where: string, nearest: string | undefined): CodedError {
  return new CodedError(
    "E_PLUGIN_UNKNOWN",
    `There is no plugin ${JSON.stringify(id)} (${where})`,
    nearest === undefined
      ? "list them with `deno task harness plugins list`"
      : `did you mean ${nearest}? List all with \`deno task harness plugins list\``,
  );
}

/** A run without a plugin that it cannot do without. */
export function missingStep(type: PluginType): CodedError {
  return new CodedError(
    "E_STEP_MISSING",
    `No plugin of type ${type} was found, and a run cannot do without one`,
    type === "planner"
      ? "restore it, or choose plugins yourself with --plugins id,id"
      : "restore the built-in plugin, or add one with --plugins-dir",
  );
}

/** A dependency that does not exist. */
export function missingDependency(id: string, dependency: string): CodedError {
  return new CodedError(
    "E_PLUGIN_DEPENDENCY",
    `${id} depends on ${dependency}, which was not found`,
    "add that plugin, or deselect the one that needs it",
  );
}

/** A dependency that has not run when the plugin that needs it does. */
export function dependencyTooLate(
  id: string,
  type: PluginType,
  dependency: string,
  dependencyType: PluginType,
): CodedError {
  return new CodedError(
    "E_PLUGIN_DEPENDENCY",
    `${id} depends on ${dependency}, and a plugin of type ${type} cannot wait for one of type ` +
      dependencyType,
    "remove the dependency, or deselect the plugin that has it",
  );
}

/** A plugin that waits for itself, by way of others. */
export function pluginCycle(path: readonly string[]): CodedError {
  return new CodedError(
    "E_PLUGIN_CYCLE",
    `${path[0]} depends on itself, so it can never start: ${path.join(" → ")}`,
    "remove one of the dependencies, or deselect the plugins in this circle",
  );
}

/** A planner whose plan does not cover the catalogue. */
export function invalidPlan(why: string): CodedError {
  return new CodedError("E_PLAN_INVALID", `The planner's plan cannot be followed: ${why}`);
}

/** A step that produced no dataset although it is its work to make one. */
export function noDataset(pluginId: string): CodedError {
  return new CodedError("E_DATASET_MISSING", `${pluginId} ended without sending a dataset`);
}

/** The collated report does not validate: a defect of the kernel itself. */
export function invalidReport(problems: string): CodedError {
  return new CodedError(
    "E_REPORT_INVALID",
    `The collated report does not validate: ${problems}`,
    "this is a defect of the kernel; keep the run folder and report it",
  );
}

/** Ctrl-C, or a signal that asks to stop. */
export function interrupted(): CodedError {
  return new CodedError("E_RUN_INTERRUPTED", "The run was interrupted before it ended");
}

/** What each code of this area means; `explain CODE` prints it. */
export const PIPELINE_ERRORS: ErrorCatalogue = {
  E_RESULT_EVIDENCE: {
    exit: 1,
    explanation:
      "Every finding cites rows and columns, and the kernel checks that they exist before it " +
      "stores the result. A plugin that cites a row or column the dataset does not have is refused.",
  },
  E_RESULT_DUPLICATE: {
    exit: 1,
    explanation:
      "A finding's id is a hash of what it is about: plugin, kind, dataset and the kind's identity " +
      "fields. Two findings with one id could not be cited apart, so the result is refused.",
  },
  E_FRAME_TYPE: {
    exit: 1,
    explanation:
      "Only ingest and transform plugins make datasets; a plugin of another type sent one and " +
      "was stopped.",
  },
  E_RESULT_KIND: {
    exit: 1,
    explanation: "A plugin may only report kinds of finding that its output.schema.json defines.",
  },
  E_RESULT_INVALID: {
    exit: 1,
    explanation: "The plugin's answer failed schemas/result.schema.json or the plugin's own " +
      "output.schema.json, or holds NaN, an infinity or a lone surrogate. Nothing of it was stored.",
  },
  E_SETTINGS_INVALID: {
    exit: 2,
    explanation:
      "Settings are checked against the plugin's config.schema.json before anything runs. The " +
      "message names the setting and what it may be.",
  },
  E_PLUGIN_UNKNOWN: {
    exit: 2,
    explanation: "An id in --plugins, in a settings file or in a truth file names no plugin.",
  },
  E_STEP_MISSING: {
    exit: 1,
    explanation:
      "A run needs an ingest plugin, a profile plugin and, unless plugins are chosen by hand, a " +
      "planner. Without one the run fails closed: the report is written and says so.",
  },
  E_PLUGIN_DEPENDENCY: {
    exit: 1,
    explanation:
      "A selected plugin names in depends_on a plugin that was not found, or one that runs after it: " +
      "an analysis builds on profiles, transforms and analyses, a transform on profiles and transforms.",
  },
  E_PLUGIN_CYCLE: {
    exit: 1,
    explanation: "Selected plugins depend on one another in a circle. The message is the path.",
  },
  E_PLAN_INVALID: {
    exit: 1,
    explanation:
      "A plan must name every analysis and transform plugin exactly once, with a reason. The " +
      "planner's answer did not, so no analysis was run.",
  },
  E_DATASET_MISSING: {
    exit: 1,
    explanation: "An ingest or transform plugin answered without sending a dataset.",
  },
  E_REPORT_INVALID: {
    exit: 3,
    explanation: "The kernel checks its own report against schemas/report.schema.json.",
  },
  E_RUN_INTERRUPTED: {
    exit: 1,
    explanation: "The run was stopped by Ctrl-C or a signal; its plugins were ended first.",
  },
};
