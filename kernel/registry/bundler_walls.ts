import type { Walls } from "../sandbox/standing_walls.ts";

/** What stands around the process that reads strangers' sources before anybody trusts them. */
export interface BundlerWalls {
  readonly standing: readonly string[];
  /** What is open for want of a wall, in a sentence; null when nothing is. */
  readonly open: string | null;
}

/**
 * Says how the bundler is walled on this machine.
 * @param walls as detected
 */
export function bundlerWalls(walls: Walls): BundlerWalls {
  const standing = ["checked imports", ...walls.standing];
  if (walls.bubblewrap === null) {
    return {
      standing,
      open: "esbuild's program runs with the user's own rights: a defect in it that a plugin's " +
        "source can use would reach the user's files",
    };
  }
  return {
    standing,
    open: walls.prlimit === null ? "nothing bounds the memory it uses" : null,
  };
}
