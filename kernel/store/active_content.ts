/**
 * What a person's machine would run, or load from elsewhere, when an artifact is opened from its
 * folder, by the end of its name. Pages are guarded instead ({@link isPage}).
 */
const ACTIVE = new Set([
  ..."svg svgz xml xhtml xht xsl xslt shtml mht mhtml hta rdf rss atom pdf swf".split(" "),
  ..."js mjs cjs ts mts jsx tsx wasm py pyw rb pl php lua r ipynb sh bash zsh fish ps1".split(" "),
  ..."exe com scr msi msp dll sys drv cpl bat cmd vbs vbe jse wsf wsh reg inf gadget".split(" "),
  ..."lnk url website desktop webloc command app action workflow pkg dmg appimage run".split(" "),
  ..."jar class apk deb rpm iso img vhd docm xlsm pptm dotm xltm potm xlam xll iqy slk".split(" "),
]);

/** Endings by which what a file holds is shown as what it is, never run: their bytes are free. */
const PASSIVE = new Set([
  ..."txt md csv tsv json jsonl ndjson geojson yaml yml log tex bib".split(" "),
  ..."png jpg jpeg gif webp parquet arrow feather npy pack".split(" "),
]);

/** How files begin that a desktop runs or shows in a browser whatever they are called. */
const BEGINNINGS: readonly RegExp[] = [
  // deno-lint-ignore no-control-regex
  /^(?:\xef\xbb\xbf)?[\x00-\x20]*</,
  /^(?:\xfe\xff|\xff\xfe)/,
  /^(?:#!|MZ|.ELF|%PDF|%!PS|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe)/,
  /^\s*\[(?:desktop entry|internetshortcut)\]/i,
];

/** Bytes of a beginning that are looked at. */
export const BEGINNING_BYTES = 512;

/** Whether an artifact is a page that a browser shows, to be guarded (see `guardHtml`). */
export function isPage(name: string): boolean {
  return /\.html?$/i.test(name);
}

/**
 * Why an artifact may not be kept because of what opening it would do; undefined when it may.
 * @param name one path segment, not that of a page
 * @param beginning its first {@link BEGINNING_BYTES} bytes, or all of them
 */
export function activeContent(name: string, beginning: Uint8Array): string | undefined {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  if (ACTIVE.has(ending)) {
    return `opening a file that ends in .${ending} may run what is in it; ` +
      "keep data as text or JSON, charts as charts.json or an image, pages as .html";
  }
  if (PASSIVE.has(ending)) return undefined;
  const latin1 = String.fromCharCode(...beginning.subarray(0, BEGINNING_BYTES));
  return BEGINNINGS.some((start) => start.test(latin1))
    ? "it begins as a page or a program does, and its name does not say that it is neither"
    : undefined;
}
