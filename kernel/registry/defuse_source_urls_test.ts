import assert from "node:assert/strict";
import { defuseSourceUrls } from "./defuse_source_urls.ts";

Deno.test("defuseSourceUrls() leaves no comment that names a file, and every value as it was", async () => {
  const code = `
const sourceURL = 1;
class Kept { #sourceMappingURL = 2; get() { return this.#sourceMappingURL; } }
export const values = [
  sourceURL,
  new Kept().get(),
  "//# sourceMappingURL=a",
  \`
//# sourceMappingURL=b\`,
  /^sourceURL$/.test("sourceURL"),
  { sourceURL: 3, "sourceMappingURL": 4 },
];
/*# sourceMappingURL=/etc/passwd */
//@ sourceURL=/etc/passwd
//# sourceMappingURL=/etc/passwd
`;
  const defused = defuseSourceUrls(code);
  assert.doesNotMatch(defused, /sourceURL|sourceMappingURL/);
  const load = (text: string) => import(`data:text/javascript,${encodeURIComponent(text)}`);
  const { values } = await load(defused);
  assert.deepEqual(
    values,
    [
      1,
      2,
      "//# sourceMappingURL=a",
      "\n//# sourceMappingURL=b",
      true,
      { sourceURL: 3, sourceMappingURL: 4 },
    ],
  );
});
