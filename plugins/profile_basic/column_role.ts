import type { ColumnType, Role } from "harness/sdk";
import type { ColumnFacts, Measured } from "./column_statistics.ts";
import { idName, namesTime, namesYear } from "./name_words.ts";
import { MOST_LEVELS } from "./profile_numbers.ts";

/** What a column's role is decided by. */
export interface RoleQuestion {
  readonly name: string;
  readonly type: ColumnType;
  /** Cells that are there. */
  readonly present: number;
  readonly measured: Pick<Measured, "distinct" | "text">;
  readonly facts: ColumnFacts;
  /** Text only: share of the cells that are codes, and no numbers or dates. */
  readonly codes: number;
  /** Integers only: whether they read as days (20240501). */
  readonly days: boolean;
}

/** Fewest cells, as a multiple of the different values, for these to be levels or categories. */
const CELLS_PER_LEVEL = 5;

/** A level may be this many times as frequent as another before the levels look measured. */
const LEVEL_IMBALANCE = 4;

/** Most different values of a text column that is a category, however long it is. */
const MOST_CATEGORIES = 1000;

/** Digits that numbers given out one after the other have: an order's, an account's. */
const LEAST_ID_DIGITS = 6;

/** Characters up to which a value can be the name of a category. */
const CATEGORY_LENGTH = 64;

/**
 * The meaning of a column. The rules in order, the first that holds:
 *
 * - date and timestamp columns: `timestamp`; booleans: `category`
 * - numbers in order under the name of a year, from 1000 to 2999, or integers under the name of a
 *   time that lie where seconds or milliseconds since 1970 do, or read as days: `timestamp`
 * - integers that count up or down by one from row to row, three or more: `id`
 * - integers from −1 with an id's name (`customer_id`, `user_key`): `id` when at least half of them
 *   are different, or there are more than 1000 different ones; `category` otherwise
 * - integers all different under a name that may be an id's (`order_number`, `row_index`): `id` when
 *   they are those from 0 or 1 on without a gap, or all of one length, six digits or more; under the
 *   name of a number also when they rise with few gaps
 * - 0 and 1 only, at least five cells for each: `category`
 * - numbers of 2 to 20 levels with at least five cells a level, none over four times as frequent
 *   as another, as a plan sets them: `parameter`
 * - other numbers: `measure`, all different or not
 * - texts all different that are codes (no blanks, and a digit or only a few capitals; no numbers or
 *   dates) or have an id's name, three or more: `id`
 * - texts with an id's name and more than 1000 different ones: `id`
 * - texts of at most 64 characters, at most 20 different ones in one and a half times as many
 *   cells, or at most 1000 in five times as many: `category`
 * - other texts, and columns with nothing in them: `text`, or `measure` for numbers
 * @param question the column
 */
export function columnRole(question: RoleQuestion): Role {
  switch (question.type) {
    case "date":
    case "timestamp":
      return "timestamp";
    case "boolean":
      return "category";
    case "text":
      return textRole(question);
    default:
      return numberRole(question);
  }
}

function numberRole(question: RoleQuestion): Role {
  const { name, type, present, facts } = question;
  const { distinct } = question.measured;
  if (present === 0) return "measure";
  if (isTime(question)) return "timestamp";
  if (type === "int64") {
    if (facts.counts_up && present >= 3) return "id";
    const named = idName(name);
    if (named === "certain" && facts.least >= -1) {
      return distinct * 2 >= present || distinct > MOST_CATEGORIES ? "id" : "category";
    }
    if (named !== "none" && isNumbering(question, named === "number")) return "id";
  }
  if (distinct === 2 && facts.least === 0 && facts.greatest === 1 && enough(question)) {
    return "category";
  }
  const balanced = facts.rarest * LEVEL_IMBALANCE >= facts.commonest;
  if (distinct >= 2 && distinct <= MOST_LEVELS && enough(question) && balanced) return "parameter";
  return "measure";
}

/** Whether integers are given out as numbers are: none twice, and all from a range or of one length. */
function isNumbering({ present, measured, facts }: RoleQuestion, rising: boolean): boolean {
  const { least, greatest, ascending } = facts;
  if (!(present >= 3 && measured.distinct === present && least >= 0)) return false;
  const span = greatest - least + 1;
  if (least <= 1 && span === present) return true;
  // Some numbers are given out and then not used.
  if (rising && ascending && span <= 2 * present) return true;
  const digits = String(greatest).length;
  return digits >= LEAST_ID_DIGITS && String(least).length === digits;
}

function isTime({ name, type, present, facts, days }: RoleQuestion): boolean {
  const { least, greatest, ascending, counts_up } = facts;
  if (namesYear(name) && least >= 1000 && greatest <= 2999) {
    return ascending || counts_up || present === 1;
  }
  if (type !== "int64" || !namesTime(name)) return false;
  if (days) return true;
  // From 1990 to 2100, in seconds or milliseconds.
  return (least >= 6.3e8 && greatest <= 4.1e9) || (least >= 6.3e11 && greatest <= 4.1e12);
}

function textRole(question: RoleQuestion): Role {
  const { name, present, measured, codes } = question;
  const { distinct, text } = measured;
  if (present === 0 || text === null) return "text";
  const allDifferent = distinct >= present && present >= 3;
  const named = idName(name) === "certain";
  if (allDifferent && (codes === 1 || named)) return "id";
  if (named && distinct > MOST_CATEGORIES) return "id";
  if (text.max_length > CATEGORY_LENGTH || allDifferent) return "text";
  if (distinct <= MOST_LEVELS && distinct * 3 <= present * 2) return "category";
  return distinct <= MOST_CATEGORIES && enough(question) ? "category" : "text";
}

function enough({ present, measured }: RoleQuestion): boolean {
  return present >= CELLS_PER_LEVEL * measured.distinct;
}
