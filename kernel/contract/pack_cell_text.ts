/**
 * A date as people write it: `2024-02-29`; years before 0 or after 9999 with a sign and at least
 * six digits, as ISO 8601 has it. The calendar is the proleptic Gregorian one.
 * @param days days since 1970-01-01, any int32
 */
export function dateText(days: number): string {
  // Eras of 400 years (146,097 days) that start on a 1 March make the leap day the last day.
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const day = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (day - Math.floor(day / 1460) + Math.floor(day / 36524) - Math.floor(day / 146096)) / 365,
  );
  const dayOfYear = day -
    (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return `${yearText(year)}-${two(month)}-${two(dayOfMonth)}`;
}

/**
 * A moment as people write it: `2024-02-29T12:30:00Z`, with a fraction only when there is one.
 * @param micros microseconds since 1970-01-01 UTC, any int64
 */
export function timestampText(micros: bigint): string {
  const perDay = 86_400_000_000n;
  let days = micros / perDay;
  let rest = micros % perDay;
  if (rest < 0n) {
    days -= 1n;
    rest += perDay;
  }
  const seconds = Number(rest / 1_000_000n);
  const fraction = Number(rest % 1_000_000n);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const part = fraction === 0 ? "" : `.${String(fraction).padStart(6, "0").replace(/0+$/, "")}`;
  return `${dateText(Number(days))}T${clock.map(two).join(":")}${part}Z`;
}

function yearText(year: number): string {
  if (0 <= year && year <= 9999) return String(year).padStart(4, "0");
  return `${year < 0 ? "-" : "+"}${String(Math.abs(year)).padStart(6, "0")}`;
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}
