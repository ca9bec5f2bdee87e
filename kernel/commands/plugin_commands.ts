import { APPDATA, type CommandSpec, JSON_OUTPUT, PLUGINS_DIR, WALLS } from "./command_spec.ts";

/** The commands about plugins, of the one table of all commands. */
export const PLUGIN_COMMANDS: readonly CommandSpec[] = [
  {
    name: "plugins list",
    description: "every plugin with its type, version, needs, limits and state",
    example: "deno task harness plugins list",
    arguments: [],
    options: [PLUGINS_DIR, APPDATA, JSON_OUTPUT],
  },
  {
    name: "plugins validate",
    description: "check manifests, schemas, defaults, bundles and rules of all plugins, or of one",
    example: "deno task harness plugins validate analysis_scan_statistics --smoke",
    arguments: [{ name: "[id]", description: "only this plugin" }],
    options: [
      {
        flags: "--smoke",
        description: "also run it behind the walls on an empty, a one-row, a constant and an " +
          "all-missing table",
      },
      WALLS,
      PLUGINS_DIR,
      APPDATA,
      JSON_OUTPUT,
    ],
  },
  {
    name: "plugins new",
    description: "write a new plugin that validates, runs and passes its own tests",
    example: "deno task harness plugins new my_analysis --type analysis --dir ../mine",
    arguments: [{ name: "<id>", description: "its id, also its folder's name" }],
    options: [
      { flags: "--type <type>", description: "analysis (default)" },
      {
        flags: "--dir <dir>",
        description: "folder of plugins to make it in (default: this project's plugins/)",
        path: "write_into",
      },
    ],
  },
  {
    name: "plugins trust",
    description: "show what changed in a plugin since it was trusted, and trust it as it is now",
    example: "deno task harness plugins trust my_plugin --plugins-dir ../mine",
    arguments: [{ name: "[id]", description: "a plugin from --plugins-dir" }],
    options: [
      { flags: "--builtin", description: "rewrite plugins.lock for the plugins of this project" },
      { flags: "--yes", description: "do not ask at a terminal" },
      {
        flags: "--allow-network-dev",
        description: "developers only: trust a plugin that asks for the network; not --builtin",
      },
      PLUGINS_DIR,
      APPDATA,
    ],
    writes_lock: true,
  },
];
