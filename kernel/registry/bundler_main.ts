/**
 * The bundler's process: reads a {@link BundlerJob} from standard input, answers a
 * {@link BundlerAnswer} on standard output. It alone loads esbuild and ajv. It is started by
 * `run_bundler.ts` behind the walls, with a cleared environment, read permission for node_modules,
 * run permission for esbuild's program, and nothing else; plugins' sources come with the job.
 */
import * as esbuild from "esbuild";
import { bundlePlugin } from "./bundle_plugin.ts";
import type {
  BundlerAnswer,
  BundlerJob,
  BundlerPlugin,
  BundlerProblem,
  BundlerResult,
} from "./bundler_job.ts";
import { checkValue, compileValidator } from "./compile_validator.ts";
import { defuseSourceUrls } from "./defuse_source_urls.ts";

/** The code of a plugin that runs inside the kernel, or what is wrong with its schemas. */
interface Validators {
  readonly config: Compiled;
  readonly output: Compiled;
}

interface Compiled {
  readonly code: string;
  readonly problems: readonly BundlerProblem[];
}

async function validatorsOf(plugin: BundlerPlugin, job: BundlerJob): Promise<Validators> {
  const [config, output] = await Promise.all([
    compile(plugin.config_schema, true, "config", job),
    compile(plugin.output_schema, false, "output", job),
  ]);
  return { config, output };
}

async function bundleOne(
  plugin: BundlerPlugin,
  { config, output }: Validators,
  job: BundlerJob,
): Promise<BundlerResult> {
  const { code, problems } = await bundlePlugin(plugin, job);
  return {
    id: plugin.id,
    problems: [...problems, ...config.problems, ...output.problems],
    defaults_violations: config.code === ""
      ? []
      : checkValue(plugin.config_schema, plugin.defaults),
    bundle: defuseSourceUrls(code),
    config_validator: defuseSourceUrls(config.code),
    output_validator: defuseSourceUrls(output.code),
  };
}

/** Settings come from people, who want every problem at once; results from plugins, who do not. */
async function compile(
  schema: Readonly<Record<string, unknown>>,
  allErrors: boolean,
  use: string,
  job: BundlerJob,
): Promise<Compiled> {
  try {
    const code = await compileValidator(schema, {
      all_errors: allErrors,
      project_dir: job.project_dir,
    });
    return { code, problems: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      code: "",
      problems: [{
        code: "E_PLUGIN_SCHEMA",
        path: "",
        line: 0,
        column: 0,
        source_line: null,
        message: `the ${use} schema cannot be compiled: ${reason}`,
        fix: "",
      }],
    };
  }
}

if (import.meta.main) {
  const job: BundlerJob = await new Response(Deno.stdin.readable).json();
  // What will run inside the kernel is made before esbuild has seen a stranger's source.
  const made = await Promise.all(job.plugins.map((plugin) => validatorsOf(plugin, job)));
  const plugins = await Promise.all(
    job.plugins.map((plugin, i) => bundleOne(plugin, made[i]!, job)),
  );
  const answer: BundlerAnswer = { plugins };
  await esbuild.stop();
  await new Blob([JSON.stringify(answer)]).stream().pipeTo(Deno.stdout.writable);
}
