import type { Fact } from "./fact.ts";
import { PINNED_DENO } from "./pinned_deno.ts";

/** What runs everything. */
export interface Runtime {
  readonly deno: string;
  readonly v8: string;
  /** In Deno's words: linux, darwin, windows. */
  readonly os: string;
  readonly arch: string;
}

/**
 * The version of Deno, and the platform.
 * @param runtime of this process
 */
export function examineRuntime({ deno, v8, os, arch }: Runtime): readonly Fact[] {
  const same = deno === PINNED_DENO;
  return [
    {
      id: "deno",
      name: "Deno",
      state: same ? "ok" : "missing",
      found: `${deno} (V8 ${v8})`,
      means: same
        ? "the version that everything was tried with"
        : `everything was tried with ${PINNED_DENO}: walls are tested anew on this one, and ` +
          "results may differ in their last digits",
      how: same ? [] : [
        `any system: npx -y deno@${PINNED_DENO} task harness doctor`,
        `with Deno: deno upgrade ${PINNED_DENO}`,
        ...(os === "darwin" ? ["macOS: brew install deno (gives the newest, not this one)"] : []),
      ],
    },
    os === "linux"
      ? {
        id: "platform",
        name: "Platform",
        state: "ok",
        found: `${os} ${arch}`,
        means: "both walls can stand here",
        how: [],
      }
      : {
        id: "platform",
        name: "Platform",
        state: "missing",
        found: `${os} ${arch}`,
        means: `${os === "darwin" ? "macOS" : os} has wall 1 only: Deno's permissions, without ` +
          "limits on memory outside the JavaScript heap, on processor time and on file sizes, and " +
          "without the permission ledger; it was never tried here",
        how: ["for both walls: a Linux machine, or a virtual one (on Windows: WSL 2)"],
      },
  ];
}
