import { CodedError } from "../contract/coded_error.ts";
import { runCanary } from "../sandbox/canary.ts";
import { executeStep } from "../sandbox/execute_step.ts";
import type { Walls } from "../sandbox/standing_walls.ts";
import type { Fact } from "./fact.ts";

/**
 * Tries the known ways out for real, whatever is remembered.
 * @param walls behind which
 * @param folder where the canary may plant its secret
 * @returns `wall1` for Deno's permissions alone, else `both_walls`
 */
export async function examineCanary(walls: Walls, folder: string): Promise<Fact> {
  const about = walls.bubblewrap === null
    ? { id: "wall1", name: "Wall 1 alone (Deno's permissions)" }
    : { id: "both_walls", name: "Both walls together" };
  const standing = walls.standing.join(", ");
  try {
    await runCanary(walls, folder, executeStep);
  } catch (error) {
    const { message, next } = error instanceof CodedError
      ? error
      : { message: String(error), next: "" };
    return {
      ...about,
      state: "broken",
      found: message,
      means: "the walls do not hold, or could not be tried: no plugin will be run",
      how: next === "" ? [] : [next],
    };
  }
  return {
    ...about,
    state: "ok",
    found: `every known way out is closed (${standing})`,
    means: "a plugin of our own tried them just now, for real",
    how: [],
  };
}
