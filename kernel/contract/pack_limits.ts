/**
 * Bounds on what one dictionary may hold, so that a reader can decode it and the kernel can look
 * for entries that are there twice; beyond them text is stored plain.
 */
export const MAX_DICTIONARY_ENTRIES = 1_048_576;
/** Size of `dictionary_data` in bytes. */
export const MAX_DICTIONARY_BYTES = 64 * 1024 * 1024;
