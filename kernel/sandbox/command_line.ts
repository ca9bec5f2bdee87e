import { INSIDE } from "./inside.ts";
import type { Limits } from "../contract/manifest.ts";
import { pathComma } from "./errors.ts";
import type { HardLimits } from "./hard_limits.ts";
import type { StagedInput } from "./stage_input.ts";
import type { Bubblewrap, Walls } from "./standing_walls.ts";

/** Address space that Deno reserves before any plugin asks for memory, in MiB. */
const DENO_DATA_MB = 624;
const MIB = 1024 * 1024;
/** Bytes a process may write to one file. No plugin may write; Deno's permission log may. */
export const FILE_BYTES = MIB;
/** Descriptors that a process may hold. */
const OPEN_FILES = 256;

/** What a plugin's process is started from. All paths are absolute. */
export interface CommandSpec {
  readonly walls: Walls;
  readonly limits: Limits;
  /** 64 hex digits; the first 8 seed `Math.random` and web crypto. */
  readonly seed: string;
  readonly staged: StagedInput;
  readonly bundle_path: string;
  readonly bootstrap_path: string;
  /** True only under the developer override, for a plugin that declares it: it gets the network. */
  readonly network?: boolean;
  /** Further folders of the kernel's own, and what is said instead of them. */
  readonly hidden?: CommandLine["hidden"];
}

/** One process to start; nothing in it is read by a shell. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | null;
  /** Deno's permissions in words that are the same on every machine. */
  readonly permissions: readonly string[];
  /** Paths that may show in errors, and what a report says instead; longest first. */
  readonly hidden: readonly (readonly [path: string, name: string])[];
  /** What is granted, in paths as the process has them. */
  readonly grants: { readonly input: string; readonly bundle: string; readonly network: boolean };
  /** Most bytes of Deno's log of what it is asked for; 0 where none is written. */
  readonly ledger_bytes: number;
}

/**
 * The command line that held against every attack tried so far, for the walls there are.
 * A pure function: equal specs give equal commands.
 * @param spec see {@link CommandSpec}
 * @throws CodedError E_PATH_COMMA when a path that would be granted reads as two
 */
export function commandLine(spec: CommandSpec): CommandLine {
  return spec.walls.bubblewrap === null
    ? behindFlags(spec)
    : behindBoth(spec, spec.walls.bubblewrap);
}

/**
 * Arguments of prlimit up to the program to start: memory that buffers and WASM share, processor
 * time (a signal, then the end two seconds later), file sizes, no core dumps, descriptors.
 * @param limits of the process
 * @param hard what this machine allows at most: a narrower limit of its own stays
 */
export function limitArgs(
  limits: Pick<Limits, "memory_mb" | "cpu_ms">,
  hard: HardLimits = {},
): string[] {
  const seconds = Math.max(1, Math.ceil(limits.cpu_ms / 1000));
  const within = (name: keyof HardLimits, wanted: number) =>
    Math.min(wanted, hard[name] ?? Infinity);
  return [
    `--data=${within("data", (DENO_DATA_MB + limits.memory_mb) * MIB)}`,
    `--cpu=${within("cpu", seconds)}:${within("cpu", seconds + 2)}`,
    `--fsize=${within("fsize", FILE_BYTES)}`,
    "--core=0",
    `--nofile=${within("nofile", OPEN_FILES)}`,
  ];
}

/** Something that is visible inside the second wall. */
export interface Mount {
  /** Absolute path outside. */
  readonly source: string;
  readonly inside: string;
}

/** What is to be started inside the second wall. */
export interface Enclosed {
  /** Absolute path of Deno outside. */
  readonly deno_path: string;
  readonly bubblewrap: Pick<Bubblewrap, "libraries" | "disable_userns">;
  /** What is visible inside, read-only. */
  readonly mounts: readonly Mount[];
  /** Deno's own arguments. */
  readonly args: readonly string[];
  /** File for Deno's permission log, the one thing that can be written. */
  readonly ledger?: string | null;
  /** True to keep the network of outside. */
  readonly network?: boolean;
  /** Environment beside what every process has. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Arguments of bubblewrap, ending with Deno and its own arguments.
 * @param enclosed see {@link Enclosed}
 */
export function bubblewrapArgs(enclosed: Enclosed): string[] {
  const { deno_path, bubblewrap, mounts, args, ledger = null, network = false } = enclosed;
  const bind = (source: string, inside: string) => ["--ro-bind", source, inside];
  const env = { ...environment(ledger === null ? null : INSIDE.ledger), ...enclosed.env };
  return [
    ...["--unshare-all", "--unshare-user"],
    ...(network ? ["--share-net"] : []),
    ...(bubblewrap.disable_userns ? ["--disable-userns"] : []),
    ...["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"],
    ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
    ...["--tmpfs", "/", "--proc", "/proc", "--dev", "/dev"],
    ...bubblewrap.libraries.flatMap((library) => bind(library, library)),
    ...bind(deno_path, INSIDE.deno),
    ...["--dir", INSIDE.input],
    ...mounts.flatMap(({ source, inside }) => bind(source, inside)),
    ...(ledger === null ? [] : ["--bind", ledger, INSIDE.ledger]),
    ...["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", INSIDE.input],
    ...["--", INSIDE.deno, ...args],
  ];
}

function behindFlags(spec: CommandSpec): CommandLine {
  const { walls, staged } = spec;
  for (const path of [staged.root, spec.bundle_path]) {
    // deno-lint-ignore no-control-regex
    if (!path.startsWith("/") || /[,\x00-\x1f\x7f]/.test(path)) throw pathComma(path);
  }
  const deno = denoArgs(spec, staged.root, spec.bundle_path, spec.bootstrap_path);
  const chain = [walls.deno.path, ...deno, "alone"];
  if (walls.setpriv !== null) {
    chain.unshift(walls.setpriv.path, "--no-new-privs", "--pdeathsig", "KILL");
  }
  if (walls.prlimit !== null) {
    chain.unshift(walls.prlimit.path, ...limitArgs(spec.limits, walls.prlimit.hard));
  }
  const [program, ...args] = chain as [string, ...string[]];
  return {
    program,
    args,
    env: environment(ledgerOf(spec)),
    cwd: staged.root,
    permissions: permissionsOf(spec),
    hidden: hiddenPaths([
      [staged.root, "INPUT"],
      [spec.bundle_path, "BUNDLE"],
      [spec.bootstrap_path, "BOOTSTRAP"],
      [walls.deno.path, "DENO"],
      ...(spec.hidden ?? []),
    ]),
    grants: grantsOf(spec, staged.root, spec.bundle_path),
    ledger_bytes: ledgerBytes(spec),
  };
}

function behindBoth(spec: CommandSpec, bubblewrap: Bubblewrap): CommandLine {
  const { walls, staged } = spec;
  const mounts = [
    ...staged.mounts,
    { source: spec.bundle_path, inside: INSIDE.bundle },
    { source: spec.bootstrap_path, inside: INSIDE.bootstrap },
  ];
  const inside = bubblewrapArgs({
    deno_path: walls.deno.path,
    bubblewrap,
    mounts,
    args: denoArgs(spec, INSIDE.input, INSIDE.bundle, INSIDE.bootstrap),
    ledger: ledgerOf(spec),
    network: spec.network === true,
  });
  const chain = [bubblewrap.path, ...inside];
  if (walls.prlimit !== null) {
    chain.unshift(walls.prlimit.path, ...limitArgs(spec.limits, walls.prlimit.hard));
  }
  const [program, ...args] = chain as [string, ...string[]];
  return {
    program,
    args,
    env: {},
    cwd: null,
    permissions: permissionsOf(spec),
    hidden: hiddenPaths([
      [INSIDE.input, "INPUT"],
      [INSIDE.bundle, "BUNDLE"],
      [INSIDE.bootstrap, "BOOTSTRAP"],
      [INSIDE.deno, "DENO"],
      ...(spec.hidden ?? []),
    ]),
    grants: grantsOf(spec, INSIDE.input, INSIDE.bundle),
    ledger_bytes: ledgerBytes(spec),
  };
}

/** What every process behind the walls has in its environment; of a plugin's it is all. */
export function environment(ledger: string | null): Readonly<Record<string, string>> {
  return {
    TZ: "UTC",
    LC_ALL: "C",
    NO_COLOR: "1",
    DENO_DIR: "/dev/null",
    DENO_NO_UPDATE_CHECK: "1",
    DENO_NO_PACKAGE_JSON: "1",
    ...(ledger === null ? {} : { DENO_AUDIT_PERMISSIONS: ledger }),
  };
}

/** Without a limit on file sizes, the log of a plugin that asks without end would fill the disk. */
function ledgerOf({ walls, staged }: CommandSpec): string | null {
  return walls.prlimit === null ? null : staged.ledger_path;
}

function ledgerBytes({ walls: { prlimit } }: CommandSpec): number {
  return prlimit === null ? 0 : Math.min(FILE_BYTES, prlimit.hard?.fsize ?? Infinity);
}

function grantsOf({ network }: CommandSpec, input: string, bundle: string): CommandLine["grants"] {
  return { input, bundle, network: network === true };
}

function permissionsOf({ network }: CommandSpec): readonly string[] {
  return ["read:INPUT", "read:BUNDLE", ...(network === true ? ["net"] : [])];
}

function denoArgs(spec: CommandSpec, input: string, bundle: string, bootstrap: string): string[] {
  const heap = Math.max(16, Math.floor(spec.limits.memory_mb / 2));
  return [
    "run",
    "--no-prompt",
    "--no-config",
    "--no-lock",
    "--no-remote",
    "--no-npm",
    "--cached-only",
    "--deny-import",
    "--no-code-cache",
    `--allow-read=${input},${bundle}`,
    ...(spec.network === true ? ["--allow-net"] : []),
    // To V8, seed 0 means that there is none.
    `--seed=${Number.parseInt(spec.seed.slice(0, 8), 16) || 1}`,
    `--v8-flags=--max-old-space-size=${heap},--single-threaded`,
    bootstrap,
    fileUrl(bundle),
  ];
}

/** A path as a file URL; `new URL` alone would read `#` and `?` in it as more than a path. */
function fileUrl(path: string): string {
  return `file://${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** In every form in which a path may be said, the longest first. */
function hiddenPaths(paths: CommandLine["hidden"]): CommandLine["hidden"] {
  const all = paths.flatMap(([path, name]) => [
    [fileUrl(path), name] as const,
    // Stacks hold URLs that are decoded.
    [`file://${path}`, name] as const,
    [path, name] as const,
  ]);
  return all.sort((a, b) => b[0].length - a[0].length);
}
