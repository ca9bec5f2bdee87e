import type { StagedInput } from "./stage_input.ts";
import type { Walls } from "./standing_walls.ts";

/** A plugin's bundle, ready for one process. */
export interface StagedBundle {
  /** Absolute path of what the process is given. */
  readonly path: string;
  /** Removes what was made. Call it when the process has ended, however it ended. */
  release(): Promise<void>;
}

/**
 * Makes sure that a process can change nothing about its bundle that outlives it. Behind bubblewrap
 * it is mounted read-only where it lies. Without, it is copied for this process alone: Deno's read
 * permission lets its holder change a file's mode and times, which would carry a message to the
 * plugin's next run and could open the file to others.
 * @param bundle_path absolute path of the bundle that was checked
 * @param staged the step's input; the copy lies beside it, outside of what was granted for reading
 * @param walls decides between the mount and the copy
 */
export async function stageBundle(
  bundle_path: string,
  staged: Pick<StagedInput, "ledger_path">,
  walls: Pick<Walls, "bubblewrap">,
): Promise<StagedBundle> {
  if (walls.bubblewrap !== null) return { path: bundle_path, release: () => Promise.resolve() };
  const folder = `${staged.ledger_path.slice(0, staged.ledger_path.lastIndexOf("/"))}/bundle`;
  const release = () => Deno.remove(folder, { recursive: true });
  await Deno.mkdir(folder, { mode: 0o700 });
  try {
    await Deno.copyFile(bundle_path, `${folder}/plugin.js`);
  } catch (error) {
    await release();
    throw error;
  }
  return { path: `${folder}/plugin.js`, release };
}
