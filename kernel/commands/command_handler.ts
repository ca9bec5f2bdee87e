/** What a command gets: its arguments in order and its options by camel-case name. */
export interface CommandInput {
  readonly arguments: readonly (string | undefined)[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** One command. Returns the exit code; throws a CodedError for what the user can mend. */
export type CommandHandler = (input: CommandInput) => Promise<number>;

/** Exit codes of every command. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  broken: 3,
  interrupted: 130,
} as const;
