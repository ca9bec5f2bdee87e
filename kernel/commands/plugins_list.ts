import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { openWorkshop } from "../pipeline/workshop.ts";
import type { ReadyPlugin } from "../pipeline/ready_plugin.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { workshopPlaces } from "./places.ts";
import { runOptions } from "./run_options.ts";
import { textTable } from "./text_table.ts";

/** `plugins list`: every plugin with its type, version, needs, limits and state. */
export default async function pluginsList({ options }: CommandInput): Promise<number> {
  const workshop = await openWorkshop(workshopPlaces(runOptions(options)));
  const plugins = [...workshop.values()];
  if (options.json === true) {
    console.log(jsonText({ plugins: plugins.map(jsonForm) }, 2));
    return EXIT.ok;
  }
  const rows = plugins.map((plugin) => {
    const { id, type, version, capabilities, sandbox } = plugin.manifest;
    const { memory_mb, wall_ms } = sandbox.limits;
    return [
      id,
      type,
      version,
      capabilities.join(" ") || "–",
      `${memory_mb} MiB, ${wall_ms / 1000} s`,
      plugin.refusal === null ? "trusted" : plugin.refusal.code,
    ];
  });
  console.log(
    textTable(["id", "type", "version", "needs", "limits", "state"], rows)
      .map((line) => escapeTerminal(line)).join("\n"),
  );
  return EXIT.ok;
}

function jsonForm({ manifest, discovered, bundle, refusal }: ReadyPlugin) {
  const { id, name, type, version, capabilities, depends_on, sandbox, settings } = manifest;
  return {
    id,
    name,
    type,
    version,
    origin: discovered.origin,
    capabilities,
    depends_on,
    sandbox,
    settings,
    config_schema: manifest.config_schema,
    output_schema: manifest.output_schema,
    schemas: "valid",
    finding_kinds: Object.keys(discovered.identity).sort(),
    code_hash: bundle.code_hash,
    trusted: refusal === null,
    refusal: refusal === null ? null : { code: refusal.code, message: refusal.message },
    references: manifest.references,
  };
}
