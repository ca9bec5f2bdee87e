import { conductRun, type RunEnd } from "../pipeline/conduct_run.ts";
import { conductPreview } from "../pipeline/conduct_preview.ts";
import type { Preview } from "../pipeline/preview_plan.ts";
import type { RunRequest } from "../pipeline/record_run.ts";
import type { SettingsLayer } from "../pipeline/settings_layers.ts";
import { openWorkshop } from "../pipeline/workshop.ts";
import { recoverRuns } from "../store/recover_runs.ts";
import { openState } from "../store/state_store.ts";
import type { StoredUpload } from "../store/upload_store.ts";
import { onInterruption } from "./interruption.ts";
import { loadSettings } from "./load_settings.ts";
import { workshopPlaces } from "./places.ts";
import { runDisplay, standardErrorTarget } from "./run_display.ts";
import type { RunOptions } from "./run_options.ts";

/** Memory that all plugins of a run together may be charged, MiB. */
const MEMORY_MB = 4096;

/** What `run` and `eval` have a run for. */
export interface RunOrder extends RunOptions {
  /** Absolute path of the file, or an upload that is kept from an earlier run. */
  readonly file: string | StoredUpload;
  /** Absolute path of a settings file. */
  readonly settings_file: string | undefined;
  /** Settings from elsewhere, weaker than those of the file. */
  readonly layers: readonly SettingsLayer[];
  readonly quiet: boolean;
  /** Other options to be recorded with the run. */
  readonly recorded?: Readonly<Record<string, unknown>>;
  /** Told of every change of what is on the disk; tests inject faults here. */
  readonly onTransition?: (name: string) => void;
}

/**
 * Opens what a run needs, conducts it and closes everything again.
 * @param order what to run
 * @throws CodedError see `conductRun()`
 */
export function performRun(order: RunOrder): Promise<RunEnd> {
  return withRequest(order, conductRun);
}

/**
 * Opens what a run needs, plans it, and closes everything again.
 * @param order what to plan
 * @throws CodedError see `conductPreview()`
 */
export function performPreview(order: RunOrder): Promise<Preview> {
  return withRequest(order, conductPreview);
}

async function withRequest<T>(
  order: RunOrder,
  work: (request: RunRequest) => Promise<T>,
): Promise<T> {
  const display = runDisplay(
    order.quiet ? { ...standardErrorTarget(), isTerminal: false } : standardErrorTarget(),
  );
  const places = workshopPlaces(order);
  const { appdata } = places;
  const interruption = onInterruption();
  const state = await openState(appdata);
  try {
    recoverRuns(state, appdata);
    if (order.network_allowed) {
      display.alarm(
        "THE NETWORK IS OPEN (--allow-network-dev): plugins that ask for it may send your data " +
          "anywhere. The report says so.",
      );
    }
    const workshop = await openWorkshop({ ...places, refuse_unmet: true });
    const layers = [...order.layers, ...loadSettings(order.settings_file, [...workshop.keys()])];
    return await work({
      file: order.file,
      choice: order.choice,
      layers,
      seed: order.seed,
      workers: {
        jobs: order.jobs ?? navigator.hardwareConcurrency,
        memory_mb: MEMORY_MB,
      },
      walls: order.walls,
      network_allowed: order.network_allowed,
      reuse: order.reuse,
      options: { ...order.recorded, plugin_folders: order.plugin_folders },
      ...(order.onTransition === undefined ? {} : { onTransition: order.onTransition }),
      workshop,
      state,
      appdata,
      observer: display,
      signal: interruption.signal,
    });
  } finally {
    interruption.close();
    display.close();
    state.close();
  }
}
