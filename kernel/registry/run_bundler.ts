import type { BundlerAnswer, BundlerJob } from "./bundler_job.ts";
import { bundlerFailed, bundlerMissing } from "./errors.ts";

const WALL_MS = 120_000;
const MAIN = `${import.meta.dirname}/bundler_main.ts`;

/**
 * Runs the bundler in a process of its own and waits for its answer. The process may read
 * node_modules, start esbuild's program, and read an environment that holds only what is set here.
 * @param job what to bundle
 * @param options.deno_path absolute path of the Deno that runs this kernel
 * @param options.esbuild_version as pinned in deno.json
 * @throws CodedError `E_BUNDLER_MISSING`, `E_BUNDLER_FAILED`
 */
export async function runBundler(
  job: BundlerJob,
  options: { readonly deno_path: string; readonly esbuild_version: string },
): Promise<BundlerAnswer> {
  const program = esbuildProgram(job.project_dir, options.esbuild_version);
  try {
    Deno.statSync(program);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw bundlerMissing(program);
    throw error;
  }
  const child = new Deno.Command(options.deno_path, {
    args: [
      "run",
      "--no-prompt",
      "--quiet",
      "--no-remote",
      "--cached-only",
      "--frozen",
      `--config=${job.project_dir}/deno.json`,
      `--allow-read=${job.project_dir}/node_modules`,
      `--allow-run=${program}`,
      // Bare, because npm esbuild hands its whole environment on; there is nothing else in it.
      "--allow-env",
      MAIN,
    ],
    clearEnv: true,
    env: {
      DENO_DIR: "/dev/null",
      DENO_NO_UPDATE_CHECK: "1",
      ESBUILD_BINARY_PATH: program,
      ESBUILD_WORKER_THREADS: "0",
      NO_COLOR: "1",
      TZ: "UTC",
      LC_ALL: "C",
    },
    cwd: job.project_dir,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), WALL_MS);
  try {
    const [output] = await Promise.all([
      child.output(),
      new Blob([JSON.stringify(job)]).stream().pipeTo(child.stdin).catch(() => {
        // It died before it read everything: its exit status says so.
      }),
    ]);
    if (!output.success) {
      const said = new TextDecoder().decode(output.stderr).trim().slice(0, 2000);
      throw bundlerFailed(said === "" ? `exit code ${output.code}` : said);
    }
    return JSON.parse(new TextDecoder().decode(output.stdout));
  } finally {
    clearTimeout(timer);
  }
}

/** Where `deno install` puts esbuild's program for this operating system and processor. */
function esbuildProgram(projectDir: string, version: string): string {
  const os = Deno.build.os === "windows" ? "win32" : Deno.build.os;
  const arch = Deno.build.arch === "aarch64" ? "arm64" : "x64";
  const folder = `.deno/@esbuild+${os}-${arch}@${version}/node_modules/@esbuild/${os}-${arch}`;
  const file = os === "win32" ? "esbuild.exe" : "bin/esbuild";
  return `${projectDir}/node_modules/${folder}/${file}`;
}
