/**
 * A file name as one argument of a POSIX shell command, or null when it holds characters that
 * cannot be shown in a command (controls, reordering marks) and so must not be copied from one.
 * @param text the file's name
 */
export function shellArgument(text: string): string | null {
  if (text === "" || /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) return null;
  const path = text.startsWith("-") ? `./${text}` : text;
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
