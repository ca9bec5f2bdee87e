import { canonicalJson } from "../canonical/canonical_json.ts";
import { sha256Hex } from "../canonical/hash.ts";
import type { Report } from "../contract/report.ts";
import { validateReport } from "../contract/validators.ts";
import type { PluginOrigin } from "../registry/discovered_plugin.ts";
import { artifactFolder } from "../store/run_folder.ts";
import { safePath } from "../store/safe_path.ts";
import { writeBeside } from "../store/write_beside.ts";
import { invalidReport } from "./errors.ts";
import { listed } from "./accept_answer.ts";
import { guardHtml } from "../store/guard_html.ts";
import { guardMarkdown } from "./guard_markdown.ts";
import { performStep } from "./perform_step.ts";
import { plainHtml, plainMarkdown } from "./plain_report.ts";
import type { RunContext } from "./run_context.ts";
import type { SettingsLayer } from "./settings_layers.ts";
import { isFine, type StepRecord } from "./step_record.ts";
import type { ReadyPlugin } from "./ready_plugin.ts";

/** The files that every run has, and the steps that made the readable ones. */
export interface WrittenReports {
  readonly steps: readonly StepRecord[];
  readonly report_json: string;
  readonly report_md: string;
  readonly report_html: string;
}

/**
 * Writes report.json, has the report plugins render it, and puts their report.md and report.html
 * beside it; what no plugin rendered, the kernel writes plainly. So all three always exist.
 * @param run the run's shared parts
 * @param report collated
 * @param plugins report and requested llm plugins, in id order
 * @param layers settings of the user
 * @throws CodedError E_REPORT_INVALID when the kernel's own report does not validate
 */
export async function writeReports(
  run: RunContext,
  report: Report,
  plugins: readonly ReadyPlugin[],
  layers: readonly SettingsLayer[],
): Promise<WrittenReports> {
  const problems = await validateReport(report);
  if (problems.length > 0) throw invalidReport(listed(problems));
  const json = `${canonicalJson(report)}\n`;
  const paths = {
    report_json: `${run.folder.path}/report.json`,
    report_md: `${run.folder.path}/report.md`,
    report_html: `${run.folder.path}/report.html`,
  };
  writeBeside(paths.report_json, json);
  run.transition("report.json written");

  const steps: StepRecord[] = [];
  for (const plugin of plugins) {
    const { id, type } = plugin.manifest;
    const { record } = await performStep(run, {
      plugin,
      input: { type: type as "report" | "llm", report: "report.json", artifacts: "artifacts" },
      sources: [
        { name: "report.json", source: paths.report_json },
        { name: "artifacts", source: run.folder.artifacts },
      ],
      input_hashes: [sha256Hex(json)],
      // Artifacts of the report steps before are in the folder it reads.
      upstream_hashes: Object.fromEntries(
        steps.flatMap(({ manifest, result_hash }) =>
          result_hash === null ? [] : [[manifest.id, result_hash]]
        ),
      ),
      datasets: [],
      layers,
      extra: null,
    });
    steps.push(record);
    for (const { name } of record.result?.artifacts ?? []) {
      if (type === "report" && (name === "report.md" || name === "report.html")) {
        const target = `${run.folder.path}/${name}`;
        const bytes = await Deno.readFile(safePath(artifactFolder(run.folder, id), name));
        writeBeside(target, guarded(name, bytes, plugin.discovered.origin));
      }
    }
  }
  const why = whyPlain(steps);
  if (!await exists(paths.report_md)) writeBeside(paths.report_md, plainMarkdown(report, why));
  if (!await exists(paths.report_html)) writeBeside(paths.report_html, plainHtml(report, why));
  run.transition("reports written");
  return { steps, ...paths };
}

/** What a plugin rendered, as it may lie where people open it. */
function guarded(name: string, bytes: Uint8Array, origin: PluginOrigin): Uint8Array {
  if (name === "report.html") return guardHtml(bytes);
  return origin === "builtin" ? bytes : guardMarkdown(bytes);
}

function whyPlain(steps: readonly StepRecord[]): string {
  const failed = steps.filter((step) => !isFine(step));
  if (failed.length === 0) return "no report plugin made it";
  return failed.map(({ manifest, status, error }) =>
    `the report plugin ${manifest.id} ended as ${status}: ${error?.code}: ${error?.message}`
  ).join("\n");
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
