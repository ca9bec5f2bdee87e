/** The kernel's entry: a line of words becomes one command. */
import { Command, CommanderError } from "./commands/generated/commander.js";
import { COMMANDS, type CommandSpec } from "./commands/catalogue.ts";
import type { CommandHandler } from "./commands/command_handler.ts";
import { printTo } from "./commands/print_to.ts";
import { OutputClosed } from "./commands/standard_output.ts";

/** Where each command's code is; loaded only when it is the one that was asked for. */
const HANDLERS: Readonly<Record<string, () => Promise<{ default: CommandHandler }>>> = {
  "run": () => import("./commands/run.ts"),
  "eval": () => import("./commands/eval.ts"),
  "serve": () => import("./commands/serve.ts"),
  "eval init": () => import("./commands/eval_init.ts"),
  "plugins list": () => import("./commands/plugins_list.ts"),
  "plugins validate": () => import("./commands/plugins_validate.ts"),
  "plugins new": () => import("./commands/plugins_new.ts"),
  "plugins trust": () => import("./commands/plugins_trust.ts"),
  "runs list": () => import("./commands/runs_list.ts"),
  "runs show": () => import("./commands/runs_show.ts"),
  "why": () => import("./commands/why.ts"),
  "replay": () => import("./commands/replay.ts"),
  "verify": () => import("./commands/verify.ts"),
  "diff": () => import("./commands/diff.ts"),
  "db check": () => import("./commands/db_check.ts"),
  "db backup": () => import("./commands/db_backup.ts"),
  "db restore": () => import("./commands/db_restore.ts"),
  "db prune": () => import("./commands/db_prune.ts"),
  "dataset list": () => import("./commands/dataset_list.ts"),
  "dataset show": () => import("./commands/dataset_show.ts"),
  "dataset head": () => import("./commands/dataset_head.ts"),
  "dataset export": () => import("./commands/dataset_export.ts"),
  "formats list": () => import("./commands/formats_list.ts"),
  "formats show": () => import("./commands/formats_show.ts"),
  "formats note": () => import("./commands/formats_note.ts"),
  "cite": () => import("./commands/cite.ts"),
  "rows": () => import("./commands/rows.ts"),
  "doctor": () => import("./commands/doctor.ts"),
  "explain": () => import("./commands/explain.ts"),
};

const EXIT_USAGE = 2;

/**
 * Runs one command.
 * @param words the command line after the task's own name, paths absolute
 * @returns the exit code
 */
export async function main(words: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = newCommand("harness")
    .description("Statistic Harness: what is hidden in a table, found on this machine alone.")
    .addHelpText("before", "Example:\n  deno task run fixtures/demo.csv\n");
  const groups = new Map<string, Command>();
  for (const spec of COMMANDS) {
    const parts = spec.name.split(" ");
    const name = parts.at(-1)!;
    let parent = program;
    if (parts.length === 2) {
      parent = groups.get(parts[0]!) ?? addGroup(program, groups, parts[0]!);
    }
    const command = parent.command(name);
    describe(command, spec);
    if (parts.length === 1) groups.set(name, command);
    command.action(async (...received: unknown[]) => {
      const options = received[spec.arguments.length] as Record<string, unknown>;
      const values = received.slice(0, spec.arguments.length) as (string | undefined)[];
      try {
        const { default: handler } = await HANDLERS[spec.name]!();
        exitCode = await handler({ arguments: values, options });
      } catch (error) {
        if (error instanceof OutputClosed) return;
        const { reportFailure } = await import("./commands/report_failure.ts");
        exitCode = reportFailure(error, options.json === true);
      }
    });
  }
  try {
    await program.parseAsync([...words], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : EXIT_USAGE;
  }
  return exitCode;
}

function addGroup(program: Command, groups: Map<string, Command>, name: string): Command {
  const group = program.command(name);
  configure(group);
  groups.set(name, group);
  return group;
}

function newCommand(name: string): Command {
  const command = new Command(name);
  configure(command);
  return command;
}

function configure(command: Command): void {
  // Options after a sub-command are its own, also where its parent has one of the same name.
  command.enablePositionalOptions();
  command.exitOverride().showHelpAfterError("  next: add --help to see what it takes");
  // Colours and widths asked from the terminal would need environment permissions.
  command.configureOutput({
    writeOut: (text) => printTo(Deno.stdout, text),
    writeErr: (text) => printTo(Deno.stderr, text),
    getOutHasColors: () => false,
    getErrHasColors: () => false,
    getOutHelpWidth: () => 100,
    getErrHelpWidth: () => 100,
  });
}

function describe(command: Command, spec: CommandSpec): void {
  configure(command);
  command.description(spec.description).addHelpText("before", `Example:\n  ${spec.example}\n`);
  for (const argument of spec.arguments) command.argument(argument.name, argument.description);
  for (const option of spec.options) {
    const flags = option.short === undefined ? option.flags : `-${option.short}, ${option.flags}`;
    if (option.repeatable) {
      command.option(
        flags,
        option.description,
        (value: string, before: string[]) => [...before, value],
        [],
      );
    } else {
      command.option(flags, option.description);
    }
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
