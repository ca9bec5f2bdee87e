/** The beginning of a raw format's fingerprint that lists show; commands take it for the whole. */
export function shortFingerprint(fingerprint: string): string {
  return fingerprint.slice(0, 12);
}
