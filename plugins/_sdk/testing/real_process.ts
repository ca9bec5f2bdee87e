import type { DatasetInput } from "../../../kernel/contract/request.ts";
import type { PackFooter } from "../../../kernel/contract/dataset.ts";
import type { TriedOutcome } from "../../../kernel/pipeline/try_plugin.ts";
import { readFooter } from "../table/read_footer.ts";
import { buildPack } from "./build_pack.ts";
import { MemoryFile } from "./memory_file.ts";
import type { TestedInput } from "./plugin_tests.ts";
import { profileOf } from "./run_plugin.ts";

const PROJECT = import.meta.dirname!.replace(/\/plugins\/_sdk\/testing$/, "");
export const TEST_SEED = "0123456789abcdef".repeat(4);

/** A plugin bundled and ready to be started behind the walls. */
export interface RealProcess {
  run(input: TestedInput): Promise<TriedOutcome>;
  /** Bytes of the bundle. */
  readonly bundle_bytes: number;
  close(): void;
}

/**
 * Bundles a plugin as the harness does and starts it in processes of its own, behind the walls
 * that this machine has.
 * @param folder of the plugin
 * @param dataset its version and hash, as the steps in memory have them
 */
export async function realProcess(
  folder: string,
  dataset: Pick<DatasetInput, "version_id" | "sha256">,
): Promise<RealProcess> {
  // Loaded only here: most tests never need the kernel.
  const { discoverPlugins } = await import("../../../kernel/registry/discover.ts");
  const { PluginProblemsError } = await import("../../../kernel/registry/errors.ts");
  const { prepareBundles } = await import("../../../kernel/registry/prepare_bundles.ts");
  const { detectWalls } = await import("../../../kernel/sandbox/walls.ts");
  const { tryPlugin } = await import("../../../kernel/pipeline/try_plugin.ts");
  const at = folder.lastIndexOf("/");
  const { plugins, problems } = await discoverPlugins([
    { path: folder.slice(0, at), origin: "external" },
  ]);
  const id = folder.slice(at + 1);
  const own = problems.filter(({ plugin }) => plugin === id);
  if (own.length > 0) throw new Error(new PluginProblemsError(own).frames({ color: false }));
  const plugin = plugins.find((one) => one.id === id)!;
  const cache = Deno.makeTempDirSync({ prefix: "harness_test_" });
  const close = () => Deno.removeSync(cache, { recursive: true });
  try {
    const bundles = await prepareBundles([plugin], {
      cache_dir: cache,
      project_dir: PROJECT,
      deno_path: Deno.execPath(),
    }).catch((error) => {
      throw error instanceof PluginProblemsError
        ? new Error(error.frames({ color: false }))
        : error;
    });
    const bundle = bundles.get(id)!;
    const walls = await detectWalls("auto");
    return {
      bundle_bytes: Deno.statSync(bundle.path).size,
      close,
      async run({ table, settings, roles }) {
        const stage_dir = Deno.makeTempDirSync({ dir: cache });
        const pack = buildPack(table);
        const path = `${stage_dir}/table.pack`;
        Deno.writeFileSync(path, pack);
        const footer: PackFooter = readFooter(new MemoryFile(pack));
        return await tryPlugin({
          manifest: plugin.manifest,
          bundle,
          file: { path, footer, ...dataset },
          settings: { ...plugin.manifest.settings.defaults, ...settings },
          upstream: profileOf(roles),
          seed: TEST_SEED,
          walls,
          stage_dir,
        });
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}
