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

/** Last words of names that are given to ids and little else. */
const ID_WORDS = new Set(["id", "ids", "uuid", "guid", "pk", "rowid", "oid", "sku", "identifier"]);
/** The same after another word: a `user_key` is one, a `key` may be of music. */
const NUMBER_WORDS = new Set(["nr", "nummer", "key"]);
/** Last words of ids (`order_no`) and of counts (`cell_number`, `smoker_yes_cancer_no`). */
const COUNTING_WORDS = new Set(["no", "number", "num"]);
/** Last words of ids (`row_index`) and of measures (`price_index`). */
const LOOSE_WORDS = new Set(["index", "idx", "row", "key"]);
/** Last words of names that begin like an id's and are a count: `id_count`. */
const COUNT_WORDS = new Set(["count", "total", "sum", "share", "rate", "score"]);
const PHONE_WORDS = new Set([
  ...["phone", "telephone", "tel", "telefon", "telefono", "téléphone", "mobile", "mobil", "cell"],
  ...["cellphone", "handy", "fax", "msisdn", "whatsapp"],
]);
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

/**
 * Whether a column's name says that it identifies rows or things (`certain`), that it numbers or
 * counts them (`number`), that it may do so or measure them (`possible`), or nothing of it. The last
 * word decides: a `key_rate` is a rate.
 */
export function idName(name: string): "certain" | "number" | "possible" | "none" {
  const words = nameWords(name);
  const last = words.at(-1) ?? "";
  if (ID_WORDS.has(last)) return "certain";
  if (words[0] === "id" && !COUNT_WORDS.has(last)) return "certain";
  if (words.length > 1 && NUMBER_WORDS.has(last)) return "certain";
  if (COUNTING_WORDS.has(last)) return "number";
  return LOOSE_WORDS.has(last) ? "possible" : "none";
}

/** Whether a column's name says that it holds telephone numbers. */
export function namesPhone(name: string): boolean {
  return nameWords(name).some((word) => PHONE_WORDS.has(word));
}

/** Whether a column's name says that it holds years. */
export function namesYear(name: string): boolean {
  return nameWords(name).some((word) => YEAR_WORDS.has(word));
}

/** Whether a column's name says that it holds moments or days. */
export function namesTime(name: string): boolean {
  return nameWords(name).some((word) => TIME_WORDS.has(word));
}
