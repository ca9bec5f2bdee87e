import { dateText, timestampText } from "../../../kernel/contract/pack_cell_text.ts";
import { formatNumber } from "../text/format_number.ts";
import type { AxisUnit } from "./chart.ts";

const DAY = 86_400_000_000;
/** Most days either way that a column of dates can hold. */
const MOST_DAYS = 2 ** 31;

/**
 * A value of an axis as people write it.
 * @param value finite
 * @param unit of the axis
 */
export function axisText(value: number, unit: AxisUnit): string {
  const days = unit === "timestamp" ? value / DAY : value;
  const dated = Math.abs(days) < MOST_DAYS;
  switch (dated ? unit : "number") {
    case "number":
      return formatNumber(value);
    case "row":
      return String(value);
    case "share":
      return `${formatNumber(value * 100)} %`;
    case "date":
      return dateText(Math.round(value));
    case "timestamp": {
      const text = timestampText(BigInt(Math.round(value)));
      return Math.round(value) % DAY === 0 ? text.slice(0, text.indexOf("T")) : shortTime(text);
    }
  }
}

/** `2024-03-04 06:00` for `2024-03-04T06:00:00Z`; seconds only when there are any. */
function shortTime(text: string): string {
  return text.replace("T", " ").replace(/(?::00)?Z$/, "");
}
