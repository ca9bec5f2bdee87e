import { createUi } from "../../ui/server.ts";
import { CodedError } from "../contract/coded_error.ts";
import { appdataLayout } from "../store/appdata.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { invalidOption } from "./errors.ts";
import { onInterruption } from "./interruption.ts";
import { DEFAULT_PORT, portOf } from "./serve_port.ts";

/** `serve`: the local web UI, on this machine's own address and nowhere else. */
export default async function serve({ options }: CommandInput): Promise<number> {
  const text = String(options.port ?? DEFAULT_PORT);
  const port = portOf(text);
  if (port === undefined) throw invalidOption("port", text, "a number from 1024 to 65535");
  const appdata = appdataLayout(String(options.appdata));
  const state = await openState(appdata);
  const interruption = onInterruption();
  try {
    const app = createUi({ state, appdata, port });
    const server = listen(port, interruption.signal, app.fetch);
    console.log(`Open http://127.0.0.1:${port}/ (Ctrl-C ends it)`);
    await server.finished;
    return EXIT.ok;
  } finally {
    interruption.close();
    state.close();
  }
}

function listen(
  port: number,
  signal: AbortSignal,
  handler: (request: Request) => Response | Promise<Response>,
): Deno.HttpServer {
  try {
    return Deno.serve({ hostname: "127.0.0.1", port, signal, onListen: () => {} }, handler);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new CodedError(
      "E_SERVE_PORT",
      `Something else is listening on port ${port} already`,
      `choose another one: deno task serve --port ${port + 1}`,
    );
  }
}
