/** One thing of SQL's text: a comment, a text, a quoted name, a word or number, or a mark. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'?|"((?:[^"]|"")*)"?|`((?:[^`]|``)*)`?|\[([^\]]*)\]?|([\p{L}\p{N}_$\u0080-\u{10ffff}]+)|\s+|[\s\S]/gu;

/** What may stand before a `*` that means all columns; before one that multiplies stands a value. */
const BEFORE_ALL = new Set(["select", "distinct", "all", ",", "."]);

/**
 * Columns that a query can see, by their place: all, when it asks for all or looks at the table's
 * own description; else those whose names occur in it. Loading no others saves most of the time and
 * memory, and lets a table be asked that has more columns than SQLite takes.
 * @param sql any text
 * @param names of the columns in SQL
 */
export function mentionedColumns(sql: string, names: readonly string[]): readonly number[] {
  const words = new Set<string>();
  let before = "";
  for (const [token, quoted, ticked, bracketed, bare] of sql.matchAll(TOKEN)) {
    if (/^(?:--|\/\*|\s)/.test(token)) continue;
    const word = quoted?.replaceAll('""', '"') ?? ticked?.replaceAll("``", "`") ?? bracketed ??
      bare;
    if (word !== undefined) words.add(lower(word));
    if (token === "*" && BEFORE_ALL.has(before)) return names.map((_, place) => place);
    before = lower(token);
  }
  // Columns that are compared without being named, and tables that tell of this one.
  const tells = (word: string) => word === "natural" || /^(?:pragma_|sqlite_)/.test(word);
  if ([...words].some(tells)) return names.map((_, place) => place);
  return names.flatMap((name, place) => words.has(lower(name)) ? [place] : []);
}

/** SQLite compares names without regard to the case of ASCII letters. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
