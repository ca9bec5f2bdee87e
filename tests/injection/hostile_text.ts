/** What every text is made of that a hostile plugin or dataset sets in tests of injection. */

/** Moves the cursor, sets the title, clears the screen, turns text around, hides and rings. */
const TERMINAL = "\x1b]0;evil\x07\x1b[2J\u009b31m\u202eevil\u2066\b\x7f\u200b";
/** Elements, attributes, an early end of what may surround it, and comments. */
const HTML = `"'></td></title></style></script><x-evil data-evil="1" onerror="evil()"></x-evil>` +
  `<script>evil()</script><img src="https://evil.example/i.png" onerror="evil()"><!-- evil`;
/** Images, links, raw HTML, tables, fences and headings. */
const MARKDOWN = "![x](https://evil.example/i.png) [x](javascript:evil()) <x-evil> " +
  "https://evil.example www.evil.example evil@evil.example `<x-evil>` ``` | x-evil | \\<x-evil>";

/** A whole text of each kind; the last is what begins a formula. */
export const HOSTILE = {
  words: `${TERMINAL} ${HTML} ${MARKDOWN}`,
  lines: `first\r\n\n# evil\n\n<x-evil>\n\n${HTML}\n\n${MARKDOWN}\n~~~\n<img src=x>\n${TERMINAL}`,
  /** Without control characters, which manifests refuse, and short enough for them. */
  printable: `${HTML} ${MARKDOWN}`.slice(0, 480),
  name: `<x-evil onerror=evil()> ![x](x:y) "'&lt;|`,
  formula: `=cmd|'/c evil'!A1`,
} as const;

/** Cells that a spreadsheet would run, and those that are numbers although they begin so. */
export const FORMULAS = ["=1+1", "+evil", "-evil", "@evil", "\t=1", "\r=1", "=cmd|'/c evil'!A1"];
export const NUMBERS_AS_TEXT = ["-1", "+1.5e3", "-0.5"];
