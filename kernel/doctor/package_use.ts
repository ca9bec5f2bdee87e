/**
 * What each npm package that deno.json names is for. `run`: its code runs when a table is analysed
 * or looked at. `build`: its code is in a committed file that it was made into, or only its types
 * are used. `test`: tests and developers' scripts only. A test compares this with the sources.
 */
export const PACKAGE_USE: Readonly<Record<string, PackageUse>> = {
  "@noble/hashes": "run",
  "@uwdata/flechette": "run",
  "ajv": "run",
  "esbuild": "run",
  "hono": "run",
  "hyparquet-writer": "run",
  "zod": "run",
  "@types/node": "build",
  "commander": "build",
  "fast-json-stable-stringify": "build",
  "yaml": "build",
  "canonicalize": "test",
  "csv-parse": "test",
  "fast-check": "test",
  "hyparquet": "test",
  "micromark": "test",
  "micromark-extension-gfm": "test",
  "parse5": "test",
};

/** When a package's code runs. */
export type PackageUse = "run" | "build" | "test";

/** Names of the packages of some uses. */
export function packagesFor(...uses: readonly PackageUse[]): ReadonlySet<string> {
  return new Set(Object.keys(PACKAGE_USE).filter((name) => uses.includes(PACKAGE_USE[name]!)));
}
