/**
 * A text of unknown origin as it may stand in a message: in quotes, control characters escaped,
 * cut to 80 characters.
 */
export function quoted(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return JSON.stringify(short.toWellFormed());
}
