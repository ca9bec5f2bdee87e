import type { StepKeyParts } from "../canonical/keys.ts";

/** A part of a step's key that is not what it was. */
export interface KeyChange {
  readonly part:
    | "code"
    | "settings"
    | "input"
    | "upstream"
    | "seed"
    | "runtime"
    | "protocol"
    | "extra";
  /** What in it changed, for a person. */
  readonly detail: string;
}

/** What a key was made of, and the settings behind its hash. */
export interface KeyedSettings {
  readonly key_parts: StepKeyParts;
  readonly settings: unknown;
}

/**
 * Names every part of a step's key that differs between two steps of one plugin.
 * @param before the earlier step
 * @param now the later one
 * @returns empty when both have the same key
 */
export function compareKeys(before: KeyedSettings, now: KeyedSettings): readonly KeyChange[] {
  const [a, b] = [before.key_parts, now.key_parts];
  const changes: KeyChange[] = [];
  const add = (part: KeyChange["part"], detail: string) => changes.push({ part, detail });
  if (a.code_hash !== b.code_hash) {
    add("code", `the plugin's code, manifest or schemas: ${arrow(a.code_hash, b.code_hash)}`);
  }
  if (a.settings_hash !== b.settings_hash) {
    const keys = changedKeys(before.settings, now.settings);
    for (const key of keys) {
      add("settings", `${key}: ${show(before.settings, key)} → ${show(now.settings, key)}`);
    }
    if (keys.length === 0) add("settings", arrow(a.settings_hash, b.settings_hash));
  }
  if (JSON.stringify(a.inputs) !== JSON.stringify(b.inputs)) {
    add("input", `the data it reads: ${arrow(a.inputs.join("+"), b.inputs.join("+"))}`);
  }
  for (const id of changedKeys(a.upstream, b.upstream)) {
    const [was, is] = [a.upstream[id], b.upstream[id]];
    add(
      "upstream",
      was === undefined
        ? `the result of ${id} is new`
        : is === undefined
        ? `the result of ${id} is no longer there`
        : `the result of ${id}: ${arrow(was, is)}`,
    );
  }
  if (a.seed !== b.seed) add("seed", "the run's --seed");
  if (a.runtime !== b.runtime) add("runtime", `${a.runtime} → ${b.runtime}`);
  if (a.protocol !== b.protocol) add("protocol", `${a.protocol} → ${b.protocol}`);
  if (a.extra !== b.extra) add("extra", "the file's name, or the catalogue of plugins");
  return changes;
}

function changedKeys(before: unknown, now: unknown): string[] {
  const [a, b] = [recordOf(before), recordOf(now)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
    .filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}

function show(settings: unknown, key: string): string {
  const value = recordOf(settings)[key];
  const text = value === undefined ? "not set" : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function arrow(before: string, now: string): string {
  return `${before.slice(0, 12) || "none"} → ${now.slice(0, 12) || "none"}`;
}
