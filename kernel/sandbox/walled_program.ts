import type { Limits } from "../contract/manifest.ts";
import { bubblewrapArgs, type CommandLine, environment, limitArgs } from "./command_line.ts";
import { INSIDE } from "./inside.ts";
import type { Walls } from "./standing_walls.ts";

/** A program of the harness itself that works on what strangers wrote. */
export interface WalledProgram {
  readonly walls: Walls;
  readonly limits: Pick<Limits, "memory_mb" | "cpu_ms">;
  /** Absolute path of the project. */
  readonly project_dir: string;
  /** All of the project that is there behind bubblewrap: files and folders in it, read-only. */
  readonly visible: readonly string[];
  /**
   * Deno's arguments.
   * @param project where the process finds the project
   */
  args(project: string): readonly string[];
  /** Environment beside what every process behind the walls has. */
  env(project: string): Readonly<Record<string, string>>;
}

/** How to start it, and where it finds the project. */
export type WalledCommand =
  & Pick<CommandLine, "program" | "args" | "env" | "cwd">
  & { readonly project: string };

/**
 * The command line of a program of the harness behind the same walls as a plugin: namespaces
 * without a network, in which there is nothing but Deno and what is named, nothing to write to, and
 * limits on memory and processor time. Where there is no bubblewrap, Deno's flags and the limits
 * stand alone, and programs that Deno starts stand behind the limits only.
 * @param spec see {@link WalledProgram}
 */
export function walledProgram(spec: WalledProgram): WalledCommand {
  const { walls, limits, project_dir } = spec;
  const { bubblewrap, prlimit, setpriv } = walls;
  const project = bubblewrap === null ? project_dir : INSIDE.project;
  const chain = bubblewrap === null ? [walls.deno.path, ...spec.args(project)] : [
    bubblewrap.path,
    ...bubblewrapArgs({
      deno_path: walls.deno.path,
      bubblewrap,
      mounts: spec.visible.map((path) => ({
        source: `${project_dir}/${path}`,
        inside: `${project}/${path}`,
      })),
      args: spec.args(project),
      env: spec.env(project),
    }),
  ];
  if (bubblewrap === null && setpriv !== null) {
    chain.unshift(setpriv.path, "--no-new-privs", "--pdeathsig", "KILL");
  }
  if (prlimit !== null) chain.unshift(prlimit.path, ...limitArgs(limits, prlimit.hard));
  const [program, ...args] = chain as [string, ...string[]];
  return {
    program,
    args,
    env: bubblewrap === null ? { ...environment(null), ...spec.env(project) } : {},
    cwd: bubblewrap === null ? project_dir : null,
    project,
  };
}
