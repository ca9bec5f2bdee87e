import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { unknownPlugin } from "../pipeline/errors.ts";
import { openWorkshop } from "../pipeline/workshop.ts";
import type { ReadyPlugin, Workshop } from "../pipeline/ready_plugin.ts";
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
    return trustAllBuiltin(workshop, options.yes === true);
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
  if (!agrees(`Trust ${id} as it is?`, options.yes === true)) return EXIT.failed;
  trustExternal(places.appdata.trust, plugin.discovered, plugin.bundle);
  console.log(`${id} is now trusted as it is.`);
  return EXIT.ok;
}

/** Shows what changed in each built-in plugin, then writes plugins.lock. */
function trustAllBuiltin(workshop: Workshop, yes: boolean): number {
  const path = `${PROJECT}/plugins.lock`;
  const builtin = [...workshop.values()].filter(({ discovered }) =>
    discovered.origin === "builtin"
  );
  const before = readTrustFile(path);
  const changed = builtin.flatMap(({ manifest, discovered, bundle }) => {
    const known = Object.hasOwn(before, manifest.id) ? before[manifest.id] : undefined;
    const lines = describeChange(known, trustEntryOf(discovered, bundle));
    return lines.length === 0 ? [] : [[`${manifest.id}:`, ...lines.map((line) => `  ${line}`)]];
  });
  const gone = Object.keys(before).filter((id) =>
    !builtin.some(({ manifest }) => manifest.id === id)
  );
  const lines = [...changed.flat(), ...gone.map((id) => `${id}: is not there any more`)];
  if (lines.length > 0) {
    console.log(lines.map((line) => escapeTerminal(line)).join("\n"));
    if (!agrees("Trust the built-in plugins as they are?", yes)) return EXIT.failed;
  }
  const bundles = new Map(builtin.map(({ manifest, bundle }) => [manifest.id, bundle]));
  trustBuiltin(path, builtin.map(({ discovered }) => discovered), bundles);
  console.log(`plugins.lock now holds ${builtin.length} built-in plugins as they are.`);
  return EXIT.ok;
}

/** A person at a terminal is asked; a script that names the plugin has already said yes. */
function agrees(question: string, yes: boolean): boolean {
  if (yes || !Deno.stdin.isTerminal() || confirm(question)) return true;
  console.log("Nothing was changed.");
  return false;
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
