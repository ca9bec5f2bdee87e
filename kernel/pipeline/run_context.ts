import type { LogFrame } from "../contract/frame.ts";
import type { Walls } from "../sandbox/standing_walls.ts";
import type { Appdata } from "../store/appdata.ts";
import type { RunFolder } from "../store/run_folder.ts";
import type { StateStore } from "../store/state_store.ts";
import type { RunObserver } from "./run_observer.ts";

/** What every step of one run shares. */
export interface RunContext {
  readonly run_id: string;
  readonly project_id: number;
  readonly upload_id: number;
  readonly seed: number;
  readonly walls: Walls;
  readonly signal: AbortSignal;
  readonly state: StateStore;
  readonly appdata: Appdata;
  readonly folder: RunFolder;
  readonly observer: RunObserver;
  /** Whether a plugin that declares it gets the network: the developer override. */
  readonly network_allowed: boolean;
  /** Whether results that are there may be used again. */
  readonly reuse: boolean;
  /** Told of every change of what is on the disk, right after it; tests inject faults here. */
  readonly transition: (name: string) => void;
  /** Writes a line to the run's log. */
  readonly log: (line: LogFrame & { readonly plugin_id: string }) => void;
}
