/**
 * Takes from a module every comment that tells a runtime to look for its source or its source map
 * elsewhere: a runtime may read what such a comment names, whatever it is. One letter of the two
 * words is written as an escape, wherever they stand: in a string, a template, a regular expression
 * or a name that means the same, and in a comment nothing.
 * @param code of a module
 */
export function defuseSourceUrls(code: string): string {
  return code.replace(/source(Mapping)?URL/g, "source$1U\\u0052L");
}
