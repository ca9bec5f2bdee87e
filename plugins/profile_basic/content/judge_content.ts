import type { ContentSample } from "./content_sample.ts";
import { looksLikeDate, looksLikeNumber } from "./looks_like.ts";
import { PII_DETECTORS, type PiiType } from "./pii_detectors.ts";

/** Share of a column's cells that must look like something before it is said to be that. */
export interface ContentThresholds {
  /** Of personal data. */
  readonly pii: number;
  /** Of another type than text. */
  readonly type: number;
}

/** Personal data in a column. */
export interface PiiContent {
  readonly type: PiiType;
  /** Of the sampled cells that are not empty. */
  readonly share: number;
  /** First rows with such a value. */
  readonly rows: readonly number[];
}

/** A text column that looks like another type. */
export interface SuspiciousContent {
  readonly looks_like: "number" | "date";
  readonly share: number;
  /** First rows whose value does not. */
  readonly exceptions: readonly number[];
}

/** What a text column's content is. */
export interface ContentVerdict {
  readonly pii: readonly PiiContent[];
  readonly suspicious: SuspiciousContent | null;
  /** Share of the cells that are codes; 0 where they read as numbers or dates. */
  readonly codes: number;
}

/** No blanks, and a digit or only a few capitals: `A-17`, `NO`, `MSFT`. */
const CODE = /^\S*\d\S*$|^[A-Z]{2,5}$/;

/** Most rows that are cited for one thing. */
const CITED_ROWS = 100;

/**
 * Judges a text column by its content.
 * @param sample its values, or some of them
 * @param thresholds see {@link ContentThresholds}
 * @param phones whether bare digits may be telephone numbers, as the column's name says
 */
export function judgeContent(
  sample: ContentSample,
  thresholds: ContentThresholds,
  phones = false,
): ContentVerdict {
  const texts = sample.values.map((value) => value.trim());
  let total = 0;
  for (let i = 0; i < texts.length; i++) if (texts[i] !== "") total += sample.weights[i]!;
  if (total === 0) return { pii: [], suspicious: null, codes: 0 };

  const pii = PII_DETECTORS.flatMap(({ type, least, matches }): PiiContent[] => {
    const bare = phones && type === "phone";
    const found = matching(
      texts,
      sample.weights,
      bare ? (text) => matches(text) || /^\d{7,15}$/.test(text) : matches,
    );
    if (found.weight < least || found.weight < thresholds.pii * total) return [];
    const share = found.weight / total;
    return [{ type, share, rows: sample.rowsOf(found.indices, CITED_ROWS) }];
  });
  const codes = matching(texts, sample.weights, (text) => CODE.test(text)).weight / total;
  const other = pii.length > 0 ? null : suspicious(sample, texts, total, thresholds.type);
  return { pii, suspicious: other, codes: other === null ? codes : 0 };
}

function suspicious(
  sample: ContentSample,
  texts: readonly string[],
  total: number,
  threshold: number,
): SuspiciousContent | null {
  const kinds = [["number", looksLikeNumber], ["date", looksLikeDate]] as const;
  for (const [looks_like, matches] of kinds) {
    const found = matching(texts, sample.weights, matches);
    if (!(found.weight >= threshold * total)) continue;
    const others = matching(texts, sample.weights, (text) => text !== "" && !matches(text));
    return {
      looks_like,
      share: found.weight / total,
      exceptions: sample.rowsOf(others.indices, CITED_ROWS),
    };
  }
  return null;
}

function matching(
  texts: readonly string[],
  weights: ArrayLike<number>,
  matches: (text: string) => boolean,
): { weight: number; indices: Set<number> } {
  const indices = new Set<number>();
  let weight = 0;
  for (let i = 0; i < texts.length; i++) {
    if (texts[i] === "" || !matches(texts[i]!)) continue;
    indices.add(i);
    weight += weights[i]!;
  }
  return { weight, indices };
}
