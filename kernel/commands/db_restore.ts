import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { CodedError } from "../contract/coded_error.ts";
import { jsonText } from "../diagnostics/json_text.ts";
import { type Appdata, appdataLayout } from "../store/appdata.ts";
import { restoreDatabase } from "../store/backup_database.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { refuseWhileRunning } from "./refuse_while_running.ts";

/** `db restore <file>`: puts a backup in the place of the database. */
export default async function dbRestore(
  { arguments: [file], options }: CommandInput,
): Promise<number> {
  const appdata = appdataLayout(String(options.appdata));
  await refuseUnlessDamaged(appdata);
  const { before } = await restoreDatabase(appdata, file!, new Date());
  if (options.json === true) {
    console.log(jsonText({ restored: file, before }, 2));
  } else {
    const kept = before === null ? "There was none before." : `What was there is now ${before}.`;
    console.log(escapeTerminal(`The database is that of ${file}. ${kept}`));
  }
  return EXIT.ok;
}

/** A database that cannot even be opened has no running run, and is what restoring is for. */
async function refuseUnlessDamaged(appdata: Appdata): Promise<void> {
  try {
    await refuseWhileRunning(appdata);
  } catch (error) {
    if (!(error instanceof CodedError) || !error.code.startsWith("E_DB_")) throw error;
  }
}
