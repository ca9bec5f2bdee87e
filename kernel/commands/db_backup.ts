import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import { appdataLayout } from "../store/appdata.ts";
import { backupDatabase } from "../store/backup_database.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";

/** `db backup`: copies the database; files of datasets and runs never change and are not in it. */
export default async function dbBackup({ options }: CommandInput): Promise<number> {
  const appdata = appdataLayout(String(options.appdata));
  const backup = await backupDatabase(appdata, new Date());
  console.log(
    options.json === true
      ? JSON.stringify(backup, null, 2)
      : escapeTerminal(`${backup.path} (${backup.bytes} bytes)`),
  );
  return EXIT.ok;
}
