import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { compareKeys, type KeyedSettings } from "../pipeline/compare_keys.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { notFound } from "./errors.ts";

/** `why <run> <step>`: why a step ran or did not, by the parts of its key. */
export default async function why(
  { arguments: [id, plugin_id], options }: CommandInput,
): Promise<number> {
  const state = await openState(appdataLayout(String(options.appdata)));
  try {
    const run = state.showRun(id!);
    const step = run.steps.find((each) => each.plugin_id === plugin_id);
    if (step === undefined) {
      throw notFound(`step in ${run.run_id}`, plugin_id!, `deno task harness runs show ${id}`);
    }
    const before = state.computedBefore(step.step_id);
    const changes = step.reused_from !== null || before === undefined || step.key_parts === null
      ? []
      : compareKeys(before as KeyedSettings, step as KeyedSettings);
    const sentence = step.key_parts === null
      ? `it never came to have a key: ${step.skip_reason ?? step.error_code ?? step.status}`
      : step.reused_from_run !== null
      ? `its result was used again from ${step.reused_from_run}: every part of its key is the same`
      : before === undefined
      ? "it was the first time that this plugin ran here"
      : changes.length > 0
      ? `its key differs from that of ${before.run_id}, where the plugin ran last`
      : before.status !== "ok" && before.status !== "skipped"
      ? `its key is that of ${before.run_id}, where it ended as ${before.status}: there was no ` +
        `result to use`
      : `its key is that of ${before.run_id}, but that result was not used: it was asked not to ` +
        `be, or a part of it was damaged or gone`;
    if (options.json === true) {
      console.log(jsonText(
        {
          run_id: run.run_id,
          plugin_id: step.plugin_id,
          status: step.status,
          reused_from: step.reused_from_run,
          compared_with: before?.run_id ?? null,
          why: sentence,
          changes,
        },
        2,
      ));
      return EXIT.ok;
    }
    const ran = step.reused_from !== null || step.key_parts === null ? "did not run" : "ran";
    console.log(escapeTerminal(`${step.plugin_id} ${ran}: ${sentence}.`));
    for (const { part, detail } of changes) {
      console.log(escapeTerminal(`  ${part.padEnd(8)}  ${detail}`));
    }
    return EXIT.ok;
  } finally {
    state.close();
  }
}
