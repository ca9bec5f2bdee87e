/** A kind of attack, and what stops it in one sentence. */
export interface AttackClass {
  readonly title: string;
  readonly stopped_by: string;
  /** Beginnings of the attacks' names; the longest that fits decides. */
  readonly names: readonly string[];
}

/** Every kind, in the order in which the tables have them. */
export const ATTACK_CLASSES: readonly AttackClass[] = [
  {
    title: "Files",
    stopped_by: "reading is granted for the input and the bundle, writing for nothing; wall 2 " +
      "mounts nothing else, and read-only",
    names: [
      ...["read_", "write_", "link_", "wasi_", "sqlite_", "chmod_", "chown_", "descriptors"],
      ...["source_map", "source_line_", "lock_input", "v8_side_doors", "watch_"],
    ],
  },
  {
    title: "Imports",
    stopped_by: "the bundle is imported by a computed URL, so every import of it is checked",
    names: ["import_", "load_", "module_"],
  },
  {
    title: "Network",
    stopped_by: "no net permission, nothing remote, no npm; wall 2 has no interface",
    names: ["net_", "listen_", "inspector", "source_map_remote", "import_remote", "import_npm"],
  },
  {
    title: "Processes and signals",
    stopped_by:
      "no run permission; every end of a process has a status; nothing outlives the kernel",
    names: ["run_", "signal_", "kill_", "abort_", "ignore_term", "debug_", "rename_process"],
  },
  {
    title: "Environment and machine",
    stopped_by: "no env and no sys permission, an empty environment, a frozen clock",
    names: ["env_", "sys_", "clock", "permissions", "revoke_", "process_facts", "system_stores"],
  },
  {
    title: "Native code and drivers",
    stopped_by: "no ffi permission; WebGPU and Workers are taken away before the plugin is loaded",
    names: ["ffi", "gpu", "worker_", "v8_natives", "unstable_", "vm_"],
  },
  {
    title: "State between runs",
    stopped_by: "DENO_DIR is /dev/null, storage is taken away, every run has fresh copies or " +
      "read-only mounts",
    names: ["state_", "chmod_between_runs", "chmod_bundle"],
  },
  {
    title: "Resources",
    stopped_by: "limits of the system and of V8 on memory, time, files and descriptors; caps of " +
      "the kernel on every stream",
    names: [
      ...[
        "bomb_",
        "heap_bomb",
        "cpu_",
        "sleep_",
        "flood_",
        "ledger_flood",
        "regex_",
        "microtasks_",
      ],
      ...["ignore_cpu_limit", "worker_bomb", "json_", "findings_million", "promise_never"],
      ...["stdin_swallowed", "source_map_endless", "schema_columns_million"],
    ],
  },
  {
    title: "Lies",
    stopped_by:
      "the kernel believes nothing: kinds, lengths, order, fields and the one result are " +
      "checked",
    names: ["forged_", "late_", "schema_", "ledger_", "stdin_", "swallow_", "close_streams"],
  },
  {
    title: "Injection",
    stopped_by:
      "names have a form, texts are escaped where they are shown (tests/injection_test.ts)",
    names: ["escape_", "artifact_"],
  },
];

/**
 * The kind of an attack.
 * @param name its folder
 * @throws Error when no kind has such names: then one must be added here
 */
export function attackClass(name: string): AttackClass {
  let best = 0;
  let found: AttackClass | undefined;
  for (const each of ATTACK_CLASSES) {
    for (const beginning of each.names) {
      if (!name.startsWith(beginning) || beginning.length <= best) continue;
      best = beginning.length;
      found = each;
    }
  }
  if (found === undefined) throw new Error(`no kind of attack has the name ${name}`);
  return found;
}
