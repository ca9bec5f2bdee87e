import { sha256Hex } from "../canonical/hash.ts";
import type { FsAllowToken, Limits } from "../contract/manifest.ts";
import type { DiscoveredPlugin } from "./discovered_plugin.ts";
import type { BundleHashes, PluginBundle } from "./plugin_bundle.ts";

/** What a plugin may do, as it was when somebody trusted it. */
export interface TrustedPermissions {
  readonly no_network: boolean;
  readonly fs_allowlist: readonly FsAllowToken[];
  readonly limits: Limits;
}

/** What exactly is trusted of one plugin. */
export interface TrustEntry {
  readonly version: string;
  readonly code_hash: string;
  /** SHA-256 over all files of its folder and their names. */
  readonly folder: string;
  readonly hashes: BundleHashes;
  readonly permissions: TrustedPermissions;
  /** SHA-256 of every file by path in the folder. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * What would be trusted of a plugin as it is now.
 * @param bundle made of these very files
 */
export function trustEntryOf(plugin: DiscoveredPlugin, bundle: PluginBundle): TrustEntry {
  const { no_network, fs_allowlist, limits } = plugin.manifest.sandbox;
  return {
    version: plugin.manifest.version,
    code_hash: bundle.code_hash,
    folder: plugin.fingerprint,
    hashes: bundle.hashes,
    permissions: { no_network, fs_allowlist, limits },
    files: Object.fromEntries(plugin.files.map(({ path, bytes }) => [path, sha256Hex(bytes)])),
  };
}

/**
 * What differs between two states of a plugin, one line each, permissions first, for a person who
 * is about to trust the new one.
 * @param before what was trusted; undefined when nothing was
 * @param now from {@link trustEntryOf}
 * @returns empty when nothing differs
 */
export function describeChange(before: TrustEntry | undefined, now: TrustEntry): string[] {
  if (before === undefined) {
    return [`new, version ${now.version}`, ...permissionLines(now.permissions)];
  }
  const lines: string[] = [];
  if (before.version !== now.version) lines.push(`version ${before.version} → ${now.version}`);
  lines.push(...changedPermissions(before.permissions, now.permissions));
  const paths = [...new Set([...Object.keys(before.files), ...Object.keys(now.files)])].sort();
  const files: string[] = [];
  for (const path of paths) {
    const old = before.files[path];
    const current = now.files[path];
    if (old === undefined) files.push(`added ${path}`);
    else if (current === undefined) files.push(`removed ${path}`);
    else if (old !== current) files.push(`changed ${path}`);
  }
  lines.push(...files);
  const sameFolder = before.folder === now.folder && files.length === 0;
  if (sameFolder && before.hashes.bundle !== now.hashes.bundle) {
    lines.push("what it imports from the SDK or npm changed, or its cached bundle was altered");
  }
  if (before.hashes.manifest !== now.hashes.manifest && !files.includes("changed plugin.yaml")) {
    lines.push("its cached manifest was altered");
  }
  for (const which of ["config", "output"] as const) {
    const schema = `${which}_schema` as const;
    const validator = `${which}_validator` as const;
    const same = before.hashes[schema] === now.hashes[schema];
    if (same && before.hashes[validator] !== now.hashes[validator]) {
      lines.push(`the validator generated from its ${which} schema changed`);
    } else if (!same && sameFolder) {
      lines.push(`the cached hash of its ${which} schema was altered`);
    }
  }
  if (lines.length === 0 && before.folder !== now.folder) lines.push("its list of files changed");
  if (lines.length === 0 && before.code_hash !== now.code_hash) lines.push("its code changed");
  return lines;
}

function permissionLines(permissions: TrustedPermissions): string[] {
  return [
    `network: ${permissions.no_network ? "none" : "WANTED"}`,
    `reads: ${permissions.fs_allowlist.join(", ") || "nothing"}`,
    ...Object.entries(permissions.limits).sort(([a], [b]) => a < b ? -1 : 1)
      .map(([name, value]) => `${name}: ${value}`),
  ];
}

function changedPermissions(before: TrustedPermissions, now: TrustedPermissions): string[] {
  const old = permissionLines(before);
  return permissionLines(now).flatMap((line, i) =>
    line === old[i] ? [] : [`${old[i]} → ${line.slice(line.indexOf(": ") + 2)}`]
  );
}
