/** A signal that asks to stop, seen as an AbortSignal. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Stops listening. */
  close(): void;
}

/**
 * Listens for Ctrl-C and for being asked to end. The first signal aborts; further ones change
 * nothing, because the plugins are already being ended in order.
 */
export function onInterruption(): Interruption {
  const controller = new AbortController();
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const abort = () => controller.abort();
  for (const name of names) Deno.addSignalListener(name, abort);
  return {
    signal: controller.signal,
    close: () => {
      for (const name of names) Deno.removeSignalListener(name, abort);
    },
  };
}
