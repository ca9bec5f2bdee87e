import type { ColumnInfo, PluginFinding, Rng, Table } from "harness/sdk";
import type { ColumnMemory } from "./column_memory.ts";
import { columnRole } from "./column_role.ts";
import type { ColumnFacts, ColumnStatistics, Measured } from "./column_statistics.ts";
import { judgeContent } from "./content/judge_content.ts";
import { judgeIntegers } from "./content/judge_integers.ts";
import {
  constantColumn,
  highMissingness,
  personalData,
  suspiciousType,
} from "./profile_findings.ts";
import { namesPhone } from "./name_words.ts";
import { profileBooleans } from "./profile_booleans.ts";
import { profileNumbers, type ProfileSizes } from "./profile_numbers.ts";
import type { SortedColumn } from "./sort_column.ts";
import { profileText } from "./profile_text.ts";

/** Settings that a column's profile depends on. */
export interface ColumnSettings extends ProfileSizes {
  readonly missing_threshold: number;
  readonly pii_threshold: number;
  readonly type_threshold: number;
}

/** A column's statistics, and what is notable about it. */
export interface ColumnReport {
  readonly statistics: ColumnStatistics;
  readonly findings: readonly PluginFinding[];
  /** The numbers in order, until the memory is used again; null for text and booleans. */
  readonly sorted: SortedColumn | null;
}

/** What a column is profiled with. */
export interface ColumnTools {
  readonly settings: ColumnSettings;
  /** This column's own. */
  readonly rng: Rng;
  /** Overwritten. */
  readonly memory: ColumnMemory;
  /** Whether ranks will be asked for. */
  readonly ranked: boolean;
}

interface Content {
  readonly measured: Measured;
  readonly facts: ColumnFacts;
  readonly findings: readonly PluginFinding[];
  readonly tags: readonly string[];
  readonly codes: number;
  readonly days: boolean;
  readonly sorted: SortedColumn | null;
}

/**
 * Profiles one column: statistics, role, tags and findings.
 * @param table the dataset
 * @param column any of its columns
 * @param tools see {@link ColumnTools}
 */
export function profileColumn(
  table: Table,
  column: ColumnInfo,
  tools: ColumnTools,
): ColumnReport {
  const { settings } = tools;
  const { name, type, null_count: missing } = column;
  const present = table.rows - missing;
  const { findings, tags, sorted, ...content } = contentOf(table, column, tools);
  const { measured } = content;
  const role = columnRole({ name, type, present, ...content });
  const notable = [...findings];
  if (table.rows > 0 && missing >= settings.missing_threshold * table.rows && missing > 0) {
    notable.push(highMissingness(name, missing, table.rows));
  }
  const constant = present >= 2 && measured.distinct === 1;
  if (constant) notable.push(constantColumn(name, measured.top_values[0]!.value, present, missing));
  return {
    statistics: {
      name,
      type,
      role,
      tags: [
        ...(present === 0 ? ["empty"] : []),
        ...(constant ? ["constant"] : []),
        ...(present >= 2 && measured.distinct_error === 0 && measured.distinct === present
          ? ["all_different"]
          : []),
        ...tags,
      ],
      rows: table.rows,
      missing,
      ...measured,
    },
    findings: notable,
    sorted,
  };
}

/** What there is to say of content that is not judged. */
const NOTHING = { findings: [], tags: [], codes: 0, days: false, sorted: null };

function contentOf(
  table: Table,
  column: ColumnInfo,
  { settings, rng, memory, ranked }: ColumnTools,
): Content {
  const { name, type } = column;
  const thresholds = { pii: settings.pii_threshold, type: settings.type_threshold };
  if (type === "boolean") {
    return { ...NOTHING, ...profileBooleans(table, column) };
  }
  if (type === "text") {
    const { measured, facts, sample } = profileText(
      table,
      column,
      settings.top_values,
      rng,
      memory,
    );
    const { pii, suspicious, codes } = judgeContent(sample, thresholds, namesPhone(name));
    const findings = pii.map((one) => personalData(name, one.type, one.share, one.rows));
    if (suspicious !== null) {
      const { looks_like, share, exceptions } = suspicious;
      findings.push(suspiciousType(name, type, looks_like, share, exceptions));
    }
    const tags = pii.map((one) => `pii:${one.type}`);
    return { ...NOTHING, measured, facts, findings, tags, codes };
  }
  const numbers = profileNumbers(table, column, settings, memory, ranked);
  const { measured, facts, column: sorted } = numbers;
  if (type !== "int64") return { ...NOTHING, measured, facts, sorted };
  const { cards, phones, days } = judgeIntegers(sorted.sorted, thresholds, namesPhone(name));
  return {
    measured,
    facts,
    sorted,
    findings: [
      ...(cards === null ? [] : [personalData(name, "card", cards, [])]),
      ...(phones === null ? [] : [personalData(name, "phone", phones, [])]),
      ...(days === null ? [] : [suspiciousType(name, type, "date", days, [])]),
    ],
    tags: [
      ...(cards === null ? [] : ["pii:card"]),
      ...(phones === null ? [] : ["pii:phone"]),
    ],
    codes: 0,
    days: days !== null,
  };
}
