import { canonicalJson } from "../../kernel/canonical/canonical_json.ts";
import type { StepRequest } from "../../kernel/contract/request.ts";
import type { PluginResult } from "../../kernel/contract/result.ts";
import { noResult, resultNotCanonical } from "./errors.ts";
import type { PluginChannel } from "./frame_sender.ts";
import { type InputFile, openInputFile } from "./input_file.ts";
import { type PluginContext, StepContext } from "./plugin_context.ts";

/** What a plugin author writes. */
export interface PluginDefinition<S> {
  /**
   * Does the plugin's work.
   * @param ctx settings, data and ways to answer
   * @returns the result; NaN and infinity are refused, so `null` stands for a missing number
   */
  run(ctx: PluginContext<S>): PluginResult | Promise<PluginResult>;
}

/** What the bootstrap calls: the default export of every plugin. */
export interface PluginModule {
  /**
   * Runs one step and sends its frames, the result last; throws what the plugin throws.
   * @param request the step
   * @param channel where frames go
   * @param open opens a file of the input folder; tests pass their own
   */
  execute(
    request: StepRequest,
    channel: PluginChannel,
    open?: (path: string) => InputFile,
  ): Promise<void>;
}

/**
 * Makes a plugin: its file's default export.
 *
 * ```ts ignore
 * export default definePlugin<Settings>({
 *   run(ctx) {
 *     const rows = ctx.table.rows;
 *     return { status: "ok", summary: `${rows} rows.`, metrics: { rows }, findings: [] };
 *   },
 * });
 * ```
 * @param definition its `run`
 */
export function definePlugin<S = Readonly<Record<string, unknown>>>(
  definition: PluginDefinition<S>,
): PluginModule {
  async function execute(
    request: StepRequest,
    channel: PluginChannel,
    open: (path: string) => InputFile = openInputFile,
  ): Promise<void> {
    const context = new StepContext<S>(request, channel, open);
    try {
      const result: unknown = await definition.run(context);
      context.dataset.finish();
      context.sender.text("result", writeResult(result));
    } finally {
      context.close();
    }
  }
  return { execute };
}

function writeResult(result: unknown): string {
  if (typeof result !== "object" || result === null || Array.isArray(result)) {
    throw noResult(Array.isArray(result) ? "an array" : String(result));
  }
  try {
    return canonicalJson(result);
  } catch (error) {
    if (error instanceof TypeError) throw resultNotCanonical(error.message);
    throw error;
  }
}
