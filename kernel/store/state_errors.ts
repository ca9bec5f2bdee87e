import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";
import { quoted } from "./quoted.ts";

const RESTORE = "restore a backup, or move state.sqlite away and import your files again";

/** The database was made by a newer version. */
export function databaseNewer(found: number, known: number): CodedError {
  return new CodedError(
    "E_DB_NEWER",
    `The database has schema version ${found}; this version knows up to ${known}.`,
    "use the newer version of Statistic Harness, or another folder with --appdata",
  );
}

/** A migration that was applied is not the one in the code. */
export function migrationChanged(name: string): CodedError {
  return new CodedError(
    "E_DB_MIGRATION_CHANGED",
    `Migration ${quoted(name)} differs from the one that was applied to the database.`,
    "restore the file as it was released; a change to the schema needs a new migration",
  );
}

/** A migration did not go through; the database is as it was before it. */
export function migrationFailed(name: string, why: string): CodedError {
  return new CodedError(
    "E_DB_MIGRATION_FAILED",
    `Migration ${quoted(name)} failed and was taken back: ${quoted(why)}.`,
    RESTORE,
  );
}

/** The file is no database of ours. */
export function databaseForeign(path: string): CodedError {
  return new CodedError(
    "E_DB_FOREIGN",
    `${quoted(path)} is the database of another program.`,
    "choose another folder with --appdata",
  );
}

/** The database's bytes are not those of a sound one. */
export function databaseCorrupt(path: string, why: string): CodedError {
  return new CodedError(
    "E_DB_CORRUPT",
    `The database ${quoted(path)} is damaged: ${why}.`,
    RESTORE,
  );
}

/** A row that must stay as it is was to be changed. */
export function appendOnly(what: string): CodedError {
  return new CodedError("E_DB_APPEND_ONLY", `The database refused to change history: ${what}.`);
}

/** The same step key was given two different results. */
export function resultDiffers(plugin_id: string, step_key: string): CodedError {
  return new CodedError(
    "E_RESULT_DIFFERS",
    `${quoted(plugin_id)} gave two different results for the same inputs (step key ${step_key}).`,
    "the plugin is not deterministic: it uses a clock, or randomness that is not ctx.rng",
  );
}

/** A backup that is not sound, or not one. */
export function backupUnsound(problems: readonly string[]): CodedError {
  return new CodedError(
    "E_DB_BACKUP",
    `The copy of the database is not sound: ${quoted(problems.slice(0, 3).join("; "))}.`,
    "choose another backup; nothing was changed",
  );
}

/** A stored result is not what its hash says. */
export function resultDamaged(step_key: string): CodedError {
  return new CodedError(
    "E_RESULT_DAMAGED",
    `The stored result of step key ${step_key} does not have the hash it was stored with.`,
    RESTORE,
  );
}

/** No such run, dataset or other row. */
export function notFound(
  what: "run" | "dataset" | "format" | "step" | "execution",
  id: string,
): CodedError {
  const [code, list] = what === "dataset"
    ? ["E_DATASET_NOT_FOUND", "dataset list"]
    : what === "format"
    ? ["E_FORMAT_NOT_FOUND", "formats list"]
    : ["E_RUN_NOT_FOUND", "runs list"];
  return new CodedError(
    code!,
    `There is no ${what} ${quoted(id)}.`,
    `list the ids with: deno task harness ${list}`,
  );
}

/** More than one id starts with the text given. */
export function idAmbiguous(what: "run" | "dataset" | "format", id: string): CodedError {
  return new CodedError(
    "E_ID_AMBIGUOUS",
    `More than one ${what} has an id that starts with ${quoted(id)}.`,
    "give more of its characters",
  );
}

/**
 * What SQLite threw, as an error a person can act on.
 * @param error what was thrown; a CodedError is given back as it is
 * @param path the database file
 */
export function databaseError(error: unknown, path: string): CodedError {
  if (error instanceof CodedError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const at = quoted(path);
  if (error instanceof Deno.errors.NotCapable || error instanceof Deno.errors.PermissionDenied) {
    return new CodedError(
      "E_DB_OPEN",
      `The database ${at} may not be opened: ${quoted(message)}.`,
      "make the folder writable for your user, or choose another with --appdata",
    );
  }
  switch (primaryCode(error, message)) {
    case SQLITE.busy:
      return new CodedError(
        "E_DB_LOCKED",
        `The database ${at} is locked by another process that did not let go in time.`,
        "wait for the other run to end, then try again",
      );
    case SQLITE.readonly:
      return new CodedError(
        "E_DB_READ_ONLY",
        `The database ${at} may not be written.`,
        "make the folder and its files writable for your user, or use another --appdata",
      );
    case SQLITE.full:
      return new CodedError(
        "E_DB_FULL",
        `The database ${at} cannot grow: the disk or your quota is full.`,
        "free some space; nothing that was stored is lost",
      );
    case SQLITE.corrupt:
    case SQLITE.notadb:
      return databaseCorrupt(path, message);
    case SQLITE.cantopen:
      return new CodedError(
        "E_DB_OPEN",
        `The database ${at} cannot be opened: ${quoted(message)}.`,
        "make the folder writable for your user, or choose another with --appdata",
      );
    case SQLITE.constraint:
      return message.includes("append-only")
        ? appendOnly(quoted(message))
        : new CodedError("E_DB_CONSTRAINT", `The database ${at} refused a row: ${message}.`);
    default:
      return new CodedError("E_DB_FAILED", `The database ${at} failed: ${quoted(message)}.`);
  }
}

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const SQLITE = {
  busy: 5,
  readonly: 8,
  corrupt: 11,
  full: 13,
  cantopen: 14,
  constraint: 19,
  notadb: 26,
} as const;

/** `DatabaseSync.exec()` throws without a code: then SQLite's own fixed messages tell. */
const MESSAGES: readonly (readonly [RegExp, number])[] = [
  [/\bis locked\b/, SQLITE.busy],
  [/readonly database/, SQLITE.readonly],
  [/malformed/, SQLITE.corrupt],
  [/\bis full\b/, SQLITE.full],
  [/unable to open database/, SQLITE.cantopen],
  [/constraint failed|append-only/, SQLITE.constraint],
  [/not a database/, SQLITE.notadb],
];

function primaryCode(error: unknown, message: string): number | undefined {
  if (error instanceof Error && "errcode" in error && typeof error.errcode === "number") {
    const primary = error.errcode & 0xff;
    return primary === 6 ? SQLITE.busy : primary;
  }
  return MESSAGES.find(([pattern]) => pattern.test(message))?.[1];
}

export const STATE_ERRORS: ErrorCatalogue = {
  E_DB_NEWER: {
    exit: 3,
    explanation:
      "The file appdata/state.sqlite was written by a newer version, whose tables this one " +
      "does not know. It is left as it is.",
  },
  E_DB_MIGRATION_CHANGED: {
    exit: 3,
    explanation: "The SQL files that build the database are immutable: their SHA-256 is stored " +
      "when they are applied. One of them is now different, so what the tables mean is unknown.",
  },
  E_DB_MIGRATION_FAILED: {
    exit: 3,
    explanation: "A step of the upgrade of the database failed. Each is one transaction, so " +
      "the database is as it was before that step.",
  },
  E_DB_FOREIGN: {
    exit: 3,
    explanation: "The file state.sqlite in appdata carries another program's application id, " +
      "or tables that this program did not make.",
  },
  E_DB_APPEND_ONLY: {
    exit: 3,
    explanation: "Results, artifacts and finished executions are history: triggers in the " +
      "database refuse to change or delete them. Something tried.",
  },
  E_DB_LOCKED: {
    exit: 1,
    explanation: "Another process kept the database locked for longer than ten seconds.",
  },
  E_DB_READ_ONLY: { exit: 3, explanation: "The database or its folder may not be written." },
  E_DB_FULL: { exit: 3, explanation: "The disk is full, so the database cannot grow." },
  E_DB_CORRUPT: {
    exit: 3,
    explanation: "The bytes of appdata/state.sqlite are not those of a sound database.",
  },
  E_DB_OPEN: { exit: 3, explanation: "The system refuses to open appdata/state.sqlite." },
  E_DB_CONSTRAINT: {
    exit: 3,
    explanation: "A row did not satisfy the database's own rules. This is a defect of the " +
      "kernel; please report it with the message.",
  },
  E_DB_FAILED: { exit: 3, explanation: "SQLite reported an error that has no page of its own." },
  E_DB_BACKUP: {
    exit: 3,
    explanation:
      "A backup is looked at page by page before it gets its name, and again before it " +
      "takes the place of the database. This one has damaged pages or rows that refer to none.",
  },
  E_RESULT_DIFFERS: {
    exit: 1,
    explanation: "A step's key covers all that its result may depend on, so a key has one " +
      "result. A plugin gave another: it depends on something it should not.",
  },
  E_RESULT_DAMAGED: {
    exit: 3,
    explanation: "A stored result was read and its SHA-256 is not the stored one.",
  },
  E_RUN_NOT_FOUND: { exit: 2, explanation: "No run, step or execution has this id." },
  E_DATASET_NOT_FOUND: { exit: 2, explanation: "No dataset has this version id." },
  E_FORMAT_NOT_FOUND: { exit: 2, explanation: "No dataset has a raw format of this fingerprint." },
  E_ID_AMBIGUOUS: {
    exit: 2,
    explanation: "An id may be shortened to its first characters as long as they name only one.",
  },
};
