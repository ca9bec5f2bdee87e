import { nearest } from "../diagnostics/nearest.ts";
import type { CommandInput } from "./command_handler.ts";
import { EXIT } from "./command_handler.ts";
import { ERRORS } from "./error_catalogue.ts";
import { unknownCode } from "./errors.ts";

/** `explain [code]`: what an error code means, or the list of all. */
export default function explain({ arguments: [code] }: CommandInput): Promise<number> {
  if (code === undefined) {
    const codes = Object.keys(ERRORS).sort();
    const width = Math.max(...codes.map(({ length }) => length));
    for (const each of codes) {
      console.log(`${each.padEnd(width)}  ${ERRORS[each]!.explanation.split(". ")[0]!}`);
    }
    return Promise.resolve(EXIT.ok);
  }
  const page = Object.hasOwn(ERRORS, code) ? ERRORS[code] : undefined;
  if (page === undefined) throw unknownCode(code, nearest(code, Object.keys(ERRORS)));
  console.log(`${code} (exit code ${page.exit})\n\n${page.explanation}`);
  return Promise.resolve(EXIT.ok);
}
