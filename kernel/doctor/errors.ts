import { CodedError } from "../contract/coded_error.ts";
import type { ErrorCatalogue } from "../contract/error_page.ts";

/** deno.lock is not what Deno writes, or holds a package without a hash that can be believed. */
export function lockFileInvalid(why: string): CodedError {
  return new CodedError(
    "E_LOCK_FILE",
    `Cannot use deno.lock: ${why}`,
    "restore it from the repository, then run: deno install --frozen",
  );
}

/** Every code of this area. */
export const DOCTOR_ERRORS: ErrorCatalogue = {
  E_LOCK_FILE: {
    exit: 3,
    explanation: "deno.lock pins every npm package by version and SHA-512. It is damaged, of a " +
      "version this program does not know, or has a package from elsewhere than the npm registry.",
  },
};
