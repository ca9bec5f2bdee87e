/** Runs a file as `run` does, in a kernel whose clock is ten years behind: `FILE APPDATA`. */
import { performRun } from "../../kernel/commands/perform_run.ts";
import { runOptions } from "../../kernel/commands/run_options.ts";

const [file, appdata] = Deno.args as [string, string];
const SHIFT_MS = 10 * 365.25 * 24 * 60 * 60 * 1000;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  // deno-lint-ignore no-explicit-any -- a Date takes whatever a Date takes
  constructor(...words: any[]) {
    super(...(words.length === 0 ? [RealDate.now() - SHIFT_MS] : words) as [number]);
  }
  static override now(): number {
    return RealDate.now() - SHIFT_MS;
  }
} as DateConstructor;

const { run_id, report_json } = await performRun({
  ...runOptions({ appdata }),
  file,
  settings_file: undefined,
  layers: [],
  quiet: true,
});
console.log(JSON.stringify({ run_id, report_json }));
