import type { HardLimits } from "./hard_limits.ts";

/** What the user asked for: whatever there is, both walls or nothing, Deno's flags only. */
export type WallsMode = "auto" | "strict" | "flags";

/** A program and what it says its version is. */
export interface WallTool {
  /** Absolute. */
  readonly path: string;
  readonly version: string;
}

export interface Bubblewrap extends WallTool {
  /** The loader and the libraries Deno needs, absolute paths, to be mounted. */
  readonly libraries: readonly string[];
  /** `--disable-userns`, from 0.8. */
  readonly disable_userns: boolean;
}

export interface Prlimit extends WallTool {
  /** What nobody but an administrator may raise; none of them when absent. */
  readonly hard?: HardLimits;
}

/** A part of the walls this machine lacks. */
export interface MissingWall {
  readonly name: string;
  readonly why: string;
  readonly how: string;
}

/** The walls that plugins of this run stand behind. */
export interface Walls {
  readonly mode: WallsMode;
  readonly deno: WallTool;
  readonly prlimit: Prlimit | null;
  readonly setpriv: WallTool | null;
  readonly bubblewrap: Bubblewrap | null;
  /** Absolute path of `cat`, which reads a child's figures from /proc. */
  readonly cat: string | null;
  /** What stands, as the audit row has it, such as `deno 2.9.6`, `rlimits`, `bubblewrap 0.8.0`. */
  readonly standing: readonly string[];
  readonly missing: readonly MissingWall[];
}
