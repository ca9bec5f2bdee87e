import { readCapped } from "../sandbox/read_capped.ts";
import { type WalledProgram, walledProgram } from "../sandbox/walled_program.ts";
import type { Walls } from "../sandbox/standing_walls.ts";
import type { BundlerAnswer, BundlerJob } from "./bundler_job.ts";
import { BundlerFailure, bundlerMissing } from "./errors.ts";
import { BUNDLER_SOURCES } from "./harness_sources.ts";
import { readAnswer } from "./read_answer.ts";

const MEMORY_MB = 640;
const HEAP_MB = 384;
/** Processor time of each of the two processes, Deno's and esbuild's. */
const CPU_MS = 30_000;
const CPU_MS_PER_PLUGIN = 3_000;
/** Time on the clock for each unit of processor time: others may need the processor too. */
const WALL_PER_CPU = 3;
/** Bytes of all that the bundler may answer. */
const MAX_ANSWER = 64 * 1024 * 1024;
const STDERR_KEPT = 4096;

/** Where the bundler is and behind what it runs. */
export interface BundlerPlace {
  /** Absolute path of the project. */
  readonly project_dir: string;
  readonly walls: Walls;
  /** As pinned in deno.json. */
  readonly esbuild_version: string;
}

/**
 * The bundler's program and its walls. With bubblewrap, the process and esbuild's program in it see
 * Deno, node_modules and the bundler's own files, all read-only, and have no network. Without it,
 * Deno may read node_modules and start esbuild, and esbuild's program could do what the user can:
 * only the checks that the bundler makes of every import keep it from it.
 * @param place see {@link BundlerPlace}
 * @param cpu_ms processor time of each of its processes
 */
export function bundlerProgram(place: BundlerPlace, cpu_ms: number): WalledProgram {
  const esbuild = esbuildProgram(place.esbuild_version);
  return {
    walls: place.walls,
    project_dir: place.project_dir,
    limits: { memory_mb: MEMORY_MB, cpu_ms },
    visible: ["deno.json", "deno.lock", "node_modules", ...BUNDLER_SOURCES],
    args: (project) => [
      "run",
      "--no-prompt",
      "--quiet",
      "--no-remote",
      "--cached-only",
      "--frozen",
      "--deny-import",
      "--no-code-cache",
      `--config=${project}/deno.json`,
      `--allow-read=${project}/node_modules`,
      `--allow-run=${project}/${esbuild}`,
      // Bare, because npm esbuild hands its whole environment on; there is nothing else in it.
      "--allow-env",
      `--v8-flags=--max-old-space-size=${HEAP_MB}`,
      `${project}/kernel/registry/bundler_main.ts`,
    ],
    env: (project) => ({
      ESBUILD_BINARY_PATH: `${project}/${esbuild}`,
      ESBUILD_WORKER_THREADS: "0",
    }),
  };
}

/**
 * Runs the bundler in a process of its own and waits for its answer. Plugins' sources come with
 * the job.
 * @param job what to bundle
 * @param place see {@link BundlerPlace}
 * @returns its answer, checked for its form only
 * @throws CodedError `E_BUNDLER_MISSING`; {@link BundlerFailure} when it gave no answer, which may
 *   be a plugin's doing
 */
export async function runBundler(job: BundlerJob, place: BundlerPlace): Promise<BundlerAnswer> {
  requireFile(`${place.project_dir}/${esbuildProgram(place.esbuild_version)}`);
  const cpu_ms = CPU_MS + CPU_MS_PER_PLUGIN * job.plugins.length;
  const command = walledProgram(bundlerProgram(place, cpu_ms));
  const child = new Deno.Command(command.program, {
    args: [...command.args],
    env: command.env,
    clearEnv: true,
    ...(command.cwd === null ? {} : { cwd: command.cwd }),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const order = JSON.stringify({ ...job, project_dir: command.project });
  return await converse(child, order, cpu_ms * WALL_PER_CPU);
}

/** Tells it its order, and hears its answer within bounds of time and length. */
async function converse(
  child: Deno.ChildProcess,
  order: string,
  wallMs: number,
): Promise<BundlerAnswer> {
  const stops: string[] = [];
  const stdout = child.stdout.getReader();
  const stop = (reason: string) => {
    stops.push(reason);
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    // What it started may hold the pipe open.
    stdout.cancel().catch(() => {});
  };
  const timer = setTimeout(() => stop(`no answer within ${wallMs / 1000} s`), wallMs);
  try {
    const said = readCapped(child.stderr, STDERR_KEPT, Infinity, () => {});
    const told = new Blob([order]).stream().pipeTo(child.stdin).catch(() => {
      // It died before it read everything: its exit status says so.
    });
    const answer = await readAll(stdout, () => stop(`an answer of more than ${MAX_ANSWER} bytes`));
    const { success, code } = await child.status;
    if (stops[0] !== undefined) throw new BundlerFailure(stops[0]);
    await told;
    if (!success) throw new BundlerFailure(firstWords((await said).kept) || `exit code ${code}`);
    return readAnswer(answer);
  } finally {
    clearTimeout(timer);
  }
}

/** All that comes, up to {@link MAX_ANSWER}. */
async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  onTooLong: () => void,
): Promise<string> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return await new Blob(pieces).text();
    bytes += value.length;
    if (bytes > MAX_ANSWER) {
      onTooLong();
      return "";
    }
    pieces.push(value);
  }
}

function firstWords(stderr: Uint8Array): string {
  return new TextDecoder().decode(stderr).trim().split("\n", 3).join(" ").slice(0, 500);
}

function requireFile(path: string): void {
  try {
    Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw bundlerMissing(path);
    throw error;
  }
}

/** Where `deno install` puts esbuild's program for this operating system and processor. */
function esbuildProgram(version: string): string {
  const os = Deno.build.os === "windows" ? "win32" : Deno.build.os;
  const arch = Deno.build.arch === "aarch64" ? "arm64" : "x64";
  const folder = `.deno/@esbuild+${os}-${arch}@${version}/node_modules/@esbuild/${os}-${arch}`;
  const file = os === "win32" ? "esbuild.exe" : "bin/esbuild";
  return `node_modules/${folder}/${file}`;
}
