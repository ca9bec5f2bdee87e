import { appdataLayout } from "../store/appdata.ts";
import { MAX_NOTE_LENGTH } from "../store/format_tables.ts";
import { openState } from "../store/state_store.ts";
import { type CommandInput, EXIT } from "./command_handler.ts";
import { noteInvalid } from "./errors.ts";
import { shortFingerprint } from "./short_fingerprint.ts";

/** `formats note <fingerprint> <text>`: writes something down about a raw format, for good. */
export default async function formatsNote(
  { arguments: [id, text], options }: CommandInput,
): Promise<number> {
  const note = text!.trim();
  const length = [...note].length;
  if (!(1 <= length && length <= MAX_NOTE_LENGTH) || !note.isWellFormed()) {
    throw noteInvalid(MAX_NOTE_LENGTH);
  }
  const state = await openState(appdataLayout(String(options.appdata)));
  try {
    const { fingerprint } = state.formats.get(id!);
    const { written_at } = state.formats.addNote(fingerprint, note);
    console.error(`Noted at ${written_at} on format ${shortFingerprint(fingerprint)}.`);
    return EXIT.ok;
  } finally {
    state.close();
  }
}
