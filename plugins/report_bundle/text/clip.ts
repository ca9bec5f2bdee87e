/**
 * Shortens a text and says so, so that one long name cannot fill a page.
 * @param text anything
 * @param limit most characters (UTF-16 units) kept
 */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const unit = text.charCodeAt(limit - 1);
  const splitsPair = unit >= 0xd800 && unit <= 0xdbff;
  return `${text.slice(0, splitsPair ? limit - 1 : limit)}… (${text.length} characters)`;
}
