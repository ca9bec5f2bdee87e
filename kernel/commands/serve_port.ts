/** Port of the web UI when none is named. */
export const DEFAULT_PORT = 8000;

/**
 * Reads a port number.
 * @param text as on the command line
 * @returns undefined unless it is a number from 1024 to 65535
 */
export function portOf(text: string): number | undefined {
  if (!/^\d{4,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port >= 1024 && port <= 65535 ? port : undefined;
}
