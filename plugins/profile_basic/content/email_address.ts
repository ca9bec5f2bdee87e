/** Characters of a text that are searched. */
const SEARCHED = 4096;

/**
 * Whether a text is or contains an e-mail address (the common part of RFC 5322's addr-spec).
 * @param text any length; the first 4096 characters count
 */
export function hasEmailAddress(text: string): boolean {
  const searched = text.slice(0, SEARCHED);
  for (let at = searched.indexOf("@"); at >= 0; at = searched.indexOf("@", at + 1)) {
    // Both sides are anchored at the sign, so that no text makes this slow.
    if (!/[A-Za-z0-9_%+-]$/.test(searched.slice(Math.max(0, at - 1), at))) continue;
    if (
      /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])/
        .test(searched.slice(at + 1, at + 300))
    ) return true;
  }
  return false;
}
