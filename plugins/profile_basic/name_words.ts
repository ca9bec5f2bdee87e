/**
 * The words of a column's name, lower case: `customerID` and `Customer-Id` are customer, id.
 * @param name as in the dataset
 */
export function nameWords(name: string): string[] {
  return name
    .slice(0, 200)
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

const ID_WORDS = new Set(["id", "ids", "uuid", "guid", "key", "pk", "rowid", "oid", "sku"]);
/** Words that mean an id only after another word: `order_no` is one, `no` may be an answer. */
const NUMBER_WORDS = new Set(["no", "nr", "num", "number", "nummer", "index", "idx", "row"]);
const YEAR_WORDS = new Set(["year", "yr", "jahr", "annee", "année", "ano", "año", "anno"]);
const TIME_WORDS = new Set([
  "time",
  "timestamp",
  "date",
  "datetime",
  "epoch",
  "at",
  "ts",
  "created",
]);

/** Whether a column's name says that it identifies rows or things. */
export function namesId(name: string): boolean {
  const words = nameWords(name);
  const last = words.at(-1) ?? "";
  return words.some((word) => ID_WORDS.has(word)) || (words.length > 1 && NUMBER_WORDS.has(last));
}

/** Whether a column's name says that it holds years. */
export function namesYear(name: string): boolean {
  return nameWords(name).some((word) => YEAR_WORDS.has(word));
}

/** Whether a column's name says that it holds moments or days. */
export function namesTime(name: string): boolean {
  return nameWords(name).some((word) => TIME_WORDS.has(word));
}
