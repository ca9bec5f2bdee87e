/** Trusts plugins that tests wrote, all at once: each `plugins trust` bundles everything anew. */
import { openWorkshop } from "../kernel/pipeline/workshop.ts";
import { trustExternal } from "../kernel/registry/trust.ts";
import { appdataLayout } from "../kernel/store/appdata.ts";
import { PROJECT } from "./run_harness.ts";

/**
 * Trusts every plugin of a folder as it is.
 * @param plugins absolute path of the folder of plugins
 * @param root absolute path of the appdata folder they are trusted in
 */
export async function trustPlugins(plugins: string, root: string): Promise<void> {
  const appdata = appdataLayout(root);
  const workshop = await openWorkshop({
    appdata,
    project_dir: PROJECT,
    deno_path: Deno.execPath(),
    plugin_folders: [plugins],
    network_allowed: false,
  });
  for (const { discovered, bundle } of workshop.values()) {
    if (discovered.origin === "external") trustExternal(appdata.trust, discovered, bundle);
  }
}
