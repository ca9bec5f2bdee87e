import { CodedError } from "../contract/coded_error.ts";

/**
 * Reads a file that the user named, whole, as UTF-8.
 * @param path absolute
 * @param about what the file is, the code of the error when it cannot be read, and what to do then
 * @throws CodedError with that code
 */
export function readTextFile(
  path: string,
  about: { readonly what: string; readonly code: string; readonly next: string },
): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Deno.readFileSync(path));
  } catch (error) {
    const why = error instanceof TypeError ? "it is not UTF-8 text" : (error as Error).message;
    throw new CodedError(about.code, `Cannot read the ${about.what} ${path}: ${why}`, about.next);
  }
}
