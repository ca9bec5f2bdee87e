/**
 * An error a person can act on: a constant code, what happened and why, and what to do next.
 * Shared by the kernel and by plugins (a plugin's code and message reach the report).
 */
export class CodedError extends Error {
  /** Constant name of this kind of error, `E_AREA_REASON`. */
  readonly code: string;
  /** What the reader can do about it, one sentence; empty when there is nothing to do. */
  readonly next: string;

  /**
   * @param code `E_AREA_REASON`, listed in the error catalogue when it is the kernel's own
   * @param message what happened and why, in one or two sentences
   * @param next what to do next
   */
  constructor(code: string, message: string, next = "") {
    super(message);
    this.name = "CodedError";
    this.code = code;
    this.next = next;
  }
}

/** Form of an error code; a plugin's code that does not match is replaced by `E_PLUGIN_THREW`. */
export const ERROR_CODE_PATTERN = /^E_[A-Z][A-Z0-9_]{1,60}$/;
