import type { LogFrame } from "../contract/frame.ts";
import type { Walls } from "../sandbox/walls.ts";
import type { Appdata } from "../store/appdata.ts";
import type { StateStore } from "../store/state_store.ts";
import type { RunObserver } from "./run_observer.ts";

/** What every step of one run shares. */
export interface RunContext {
  readonly run_id: string;
  readonly seed: number;
  readonly walls: Walls;
  readonly signal: AbortSignal;
  readonly state: StateStore;
  readonly layout: Appdata;
  readonly observer: RunObserver;
  /** Writes a line to the run's log. */
  readonly log: (line: LogFrame & { readonly plugin_id: string }) => void;
}
