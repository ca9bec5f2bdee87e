import { encodeFrame } from "../../kernel/contract/frame.ts";
import { classifyExit } from "../../kernel/sandbox/classify_exit.ts";
import { commandLine } from "../../kernel/sandbox/command_line.ts";
import type { StepSpec } from "../../kernel/sandbox/execute_step.ts";
import { PluginProcess } from "../../kernel/sandbox/plugin_process.ts";
import type { StepSink } from "../../kernel/sandbox/step_sink.ts";
import type { AttackWorld } from "./attack_world.ts";
import type { Tamper } from "./run_attack.ts";

const BOOTSTRAP = new URL("../../kernel/sandbox/bootstrap.js", import.meta.url);

/**
 * What executeStep() does, with a guard taken away: the kernel itself offers no way to do that.
 * Texts are left as they came.
 * @param dir where the changed bootstrap is put for the while
 */
export async function executeTampered(
  spec: StepSpec,
  sink: StepSink,
  tamper: Pick<Tamper, "command" | "bootstrap">,
  dir: string,
  world?: AttackWorld,
) {
  const { request } = spec;
  const source = await Deno.readTextFile(BOOTSTRAP);
  const bootstrap_path = `${dir}/bootstrap.js`;
  await Deno.writeTextFile(bootstrap_path, tamper.bootstrap?.(source, world!) ?? source);
  const { limits, seed } = request;
  const plain = commandLine({ ...spec, limits, seed, bootstrap_path });
  const command = tamper.command?.(plain, world!) ?? plain;
  const body = new TextEncoder().encode(JSON.stringify(request));
  const { facts } = await new PluginProcess(command, spec, sink).run(encodeFrame("request", body));
  await Deno.remove(bootstrap_path);
  const { status, error } = classifyExit({
    ...facts,
    ledger_full: false,
    ledger_forged: false,
    ledger_complete: true,
    limits,
  });
  return {
    status,
    error: error === null ? null : { code: error.code, message: error.message },
    result: facts.answer?.result ?? null,
    execution: { stderr_text: facts.stderr, ledger: [] },
  };
}
