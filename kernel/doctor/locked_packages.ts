import { lockFileInvalid } from "./errors.ts";

/** One npm package as deno.lock pins it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** SHA-512 of the archive the registry gives, lower-case hex. */
  readonly sha512: string;
  /** Keys (`name@version`) of the packages it needs, sorted. */
  readonly needs: readonly string[];
  /** Only for these systems and processors; absent: for all. */
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

interface LockEntry {
  readonly integrity?: unknown;
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

/** `name@version`, and what a package that is there twice for two peers has after it. */
const KEY = /^(@?[^@]+)@([^_@]+)/;
const SHA512 = /^sha512-([A-Za-z0-9+/]{86}==)$/;

/**
 * Reads deno.lock: npm packages only, each with a SHA-512. Anything else would be code that no
 * hash pins, and is refused.
 * @param text of deno.lock, version 5
 * @returns by `name@version`, sorted
 * @throws CodedError E_LOCK_FILE
 */
export function lockedPackages(text: string): ReadonlyMap<string, LockedPackage> {
  let lock: Record<string, unknown>;
  try {
    lock = JSON.parse(text);
  } catch {
    throw lockFileInvalid("it is not JSON");
  }
  if (lock.version !== "5") throw lockFileInvalid("its version is not 5");
  for (const part of ["jsr", "remote", "redirects"]) {
    if (lock[part] !== undefined) throw lockFileInvalid(`it has packages of another kind: ${part}`);
  }
  const entries = Object.entries((lock.npm ?? {}) as Record<string, LockEntry>);
  const keys = entries.map(([key]) => key);
  const packages = entries.map(([key, entry]) => [key, packageOf(key, entry, keys)] as const);
  return new Map(packages.sort(([a], [b]) => a < b ? -1 : 1));
}

function packageOf(key: string, entry: LockEntry, keys: readonly string[]): LockedPackage {
  const [, name, version] = KEY.exec(key) ?? [];
  if (name === undefined || version === undefined) throw lockFileInvalid(`${key} has no version`);
  const base64 = typeof entry.integrity === "string" ? SHA512.exec(entry.integrity)?.[1] : null;
  if (base64 == null) throw lockFileInvalid(`${key} is not pinned by a SHA-512`);
  const named = [...entry.dependencies ?? [], ...entry.optionalDependencies ?? []];
  return {
    name,
    version,
    sha512: Uint8Array.fromBase64(base64).toHex(),
    needs: named.map((dependency) => keyOf(dependency, keys)).sort(),
    ...(entry.os === undefined ? {} : { os: entry.os }),
    ...(entry.cpu === undefined ? {} : { cpu: entry.cpu }),
  };
}

/** The lock says the version only of a package that it has in several. */
function keyOf(dependency: string, keys: readonly string[]): string {
  const found = keys.filter((key) => key === dependency || KEY.exec(key)?.[1] === dependency);
  if (found.length !== 1) throw lockFileInvalid(`${dependency} is in it ${found.length} times`);
  return found[0]!;
}

/**
 * The packages that some need, themselves among them.
 * @param names of packages
 * @param packages from {@link lockedPackages}
 */
export function reachableFrom(
  names: ReadonlySet<string>,
  packages: ReadonlyMap<string, LockedPackage>,
): ReadonlySet<string> {
  const waiting = [...packages].filter(([, { name }]) => names.has(name)).map(([key]) => key);
  const reached = new Set<string>();
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    waiting.push(...packages.get(key)!.needs);
  }
  return reached;
}

/**
 * Where Deno puts a package's own files.
 * @param project absolute folder of the project
 */
export function packageFolder(project: string, { name, version }: LockedPackage): string {
  return `${project}/node_modules/.deno/${name.replace("/", "+")}@${version}/node_modules/${name}`;
}

/** Whether a package is for a system and processor, in Node's words (`linux`, `x64`). */
export function isFor({ os, cpu }: LockedPackage, system: string, processor: string): boolean {
  return (os?.includes(system) ?? true) && (cpu?.includes(processor) ?? true);
}

/** This machine in Node's words. */
export function nodePlatform({ os, arch } = Deno.build): { system: string; processor: string } {
  return {
    system: os === "windows" ? "win32" : os,
    processor: arch === "aarch64" ? "arm64" : "x64",
  };
}
