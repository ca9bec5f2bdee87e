/** Runs a file as `run` does, and dies by SIGKILL at the n-th transition: `FILE APPDATA N`. */
import { performRun } from "../kernel/commands/perform_run.ts";
import { runOptions } from "../kernel/commands/run_options.ts";

const [file, appdata, n] = Deno.args as [string, string, string];
let count = 0;
await performRun({
  ...runOptions({ appdata }),
  file,
  settings_file: undefined,
  layers: [],
  quiet: true,
  onTransition(name) {
    Deno.stdout.writeSync(new TextEncoder().encode(`${name}\n`));
    if (++count === Number(n)) Deno.kill(Deno.pid, "SIGKILL");
  },
});
