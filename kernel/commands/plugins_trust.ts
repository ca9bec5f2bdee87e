import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { unknownPlugin } from "../pipeline/errors.ts";
import { openWorkshop, type ReadyPlugin, type Workshop } from "../pipeline/workshop.ts";
import { describeChange, trustEntryOf } from "../registry/trust_entry.ts";
import { readTrustFile, trustBuiltin, trustExternal } from "../registry/trust.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { invalidOption } from "./errors.ts";
import { PROJECT, workshopPlaces } from "./places.ts";
import { runOptions } from "./run_options.ts";

/** `plugins trust <id>`, `plugins trust --builtin`: shows what changed, asks, then trusts it. */
export default async function pluginsTrust(
  { arguments: [id], options }: CommandInput,
): Promise<number> {
  const chosen = runOptions(options);
  if (options.builtin === true && chosen.network_allowed) {
    throw invalidOption("builtin", "", "--allow-network-dev: no built-in plugin has the network");
  }
  const places = workshopPlaces(chosen);
  const workshop = await openWorkshop({ ...places, fresh: true });
  if (options.builtin === true) {
    const plugins = [...workshop.values()].map(({ discovered }) => discovered);
    const bundles = new Map([...workshop].map(([each, { bundle }]) => [each, bundle]));
    trustBuiltin(`${PROJECT}/plugins.lock`, plugins, bundles);
    const count = plugins.filter(({ origin }) => origin === "builtin").length;
    console.log(`plugins.lock now holds ${count} built-in plugins as they are.`);
    return EXIT.ok;
  }
  const external = [...workshop.values()].filter(({ discovered }) =>
    discovered.origin === "external"
  );
  if (id === undefined) throw invalidOption("builtin", "", "no value; or name a plugin's id");
  const plugin = find(workshop, external, id);
  const before = readTrustFile(places.appdata.trust)[id];
  const after = trustEntryOf(plugin.discovered, plugin.bundle);
  if (before !== undefined && plugin.refusal === null) {
    console.log(`${id} is trusted as it is.`);
    return EXIT.ok;
  }
  const lines = describeChange(before, after);
  console.log(
    [
      before === undefined ? `${id} is new here:` : `${id} changed since it was trusted:`,
      ...lines.map((line) => `  ${escapeTerminal(line)}`),
    ].join("\n"),
  );
  console.log(`Its code is in ${escapeTerminal(plugin.discovered.folder)}.`);
  // A person at a terminal is asked; a script that names the plugin has already said yes.
  const asks = options.yes !== true && Deno.stdin.isTerminal();
  if (asks && !confirm(`Trust ${id} as it is?`)) {
    console.log("Nothing was changed.");
    return EXIT.failed;
  }
  trustExternal(places.appdata.trust, plugin.discovered, plugin.bundle);
  console.log(`${id} is now trusted as it is.`);
  return EXIT.ok;
}

function find(
  workshop: Workshop,
  external: readonly ReadyPlugin[],
  id: string,
): ReadyPlugin {
  const plugin = external.find(({ manifest }) => manifest.id === id);
  if (plugin !== undefined) return plugin;
  if (workshop.has(id)) {
    throw invalidOption("builtin", id, "built-in plugins are trusted together, with --builtin");
  }
  const ids = external.map(({ manifest }) => manifest.id);
  throw unknownPlugin(id, "plugins trust looks in --plugins-dir", nearest(id, ids));
}
