import { Hono } from "hono";
import { escapeTerminal } from "../kernel/diagnostics/escape_terminal.ts";
import type { Appdata } from "../kernel/store/appdata.ts";
import type { StateStore } from "../kernel/store/state_store.ts";
import { guard } from "./guard.ts";
import { errorPage } from "./pages/error_page.ts";
import { runPage } from "./pages/run_page.ts";
import { runsPage } from "./pages/runs_page.ts";
import { runFile } from "./run_file.ts";
import { CodedError } from "../kernel/contract/coded_error.ts";

/** What the pages show. */
export interface UiSources {
  readonly state: StateStore;
  readonly appdata: Appdata;
  /** Port it listens on, on 127.0.0.1. */
  readonly port: number;
}

/**
 * The local web UI: earlier runs, their steps and audit, and their reports. It only reads; it
 * answers no other address than its own, and nothing it serves may run a script or load anything.
 * @param sources see {@link UiSources}
 */
export function createUi({ state, appdata, port }: UiSources): Hono {
  const app = new Hono();
  app.use(guard(port));
  app.get("/", (c) => c.html(runsPage(state.listRuns())));
  app.get("/runs.json", (c) => c.json({ runs: state.listRuns() }));
  app.get("/runs/:run", (c) => c.html(runPage(state.showRun(c.req.param("run")))));
  app.get("/runs/:run/audit.json", (c) => c.json(state.showRun(c.req.param("run"))));
  app.get("/runs/:run/:name", (c) => {
    const { run, name } = c.req.param();
    return runFile(appdata, state.showRun(run).run_id, [name], c.req.method);
  });
  app.get("/runs/:run/artifacts/:plugin/:name", (c) => {
    const { run, plugin, name } = c.req.param();
    const names = ["artifacts", plugin, name];
    return runFile(appdata, state.showRun(run).run_id, names, c.req.method);
  });
  app.notFound((c) => c.html(errorPage(404, "There is no such page."), 404));
  app.onError((error, c) => {
    if (!(error instanceof CodedError)) {
      console.error(escapeTerminal(error.message));
      return c.html(errorPage(500, "Something happened that the server does not expect."), 500);
    }
    return c.html(errorPage(404, `${error.code}: ${error.message}`), 404);
  });
  return app;
}
