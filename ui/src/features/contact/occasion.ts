/** Reads the date of an occasion, which may lack its year or its day. */
import { monthOf } from "../../lib/date-words";
import { isDay, occasionDay } from "../../lib/dates";

const pad = (n: number) => String(n).padStart(2, "0");

function put(year: string | undefined, month: number, day: string | undefined): string | null {
  if (month < 1 || month > 12) return null;
  const head = year ? year.padStart(4, "0") : "-";
  if (!day) return `${head}-${pad(month)}`;
  // 29 February is a date of its own, whatever the year.
  const real = isDay(`${year ?? "2000"}-${pad(month)}-${pad(Number(day))}`);
  return real ? `${head}-${pad(month)}-${pad(Number(day))}` : null;
}

/** `YYYY-MM-DD`, `--MM-DD`, `YYYY-MM` or `--MM` of "4 mar", "March 4, 1986", "march", "4.3.", "1986-03-04"; else null. */
export function readOccasion(text: string): string | null {
  const words = text.trim().toLowerCase().replace(/\s+/g, " ");
  const iso =
    /^(?<year>\d{4}|-)-(?<number>\d{1,2})(?:-(?<day>\d{1,2}))?$/.exec(words) ??
    /^(?<number>\d{2})-(?<day>\d{2})$/.exec(words) ??
    /^(?<day>\d{1,2})\.\s?(?<number>\d{1,2})\.\s?(?<year>\d{4})?$/.exec(words);
  const said =
    /^(?<day>\d{1,2})(?:\.|st|nd|rd|th)? (?:of )?(?<month>\p{L}{3,9})\.?,?(?: (?<year>\d{4}))?$/u.exec(
      words,
    ) ??
    /^(?<month>\p{L}{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?<year>\d{4}))?$/u.exec(
      words,
    ) ??
    /^(?<month>\p{L}{3,9})\.?(?: (?<year>\d{4}))?$/u.exec(words);
  const parts = (iso ?? said)?.groups;
  if (!parts) return null;
  const { year, day, number, month } = parts;
  return put(year === "-" ? undefined : year, number ? Number(number) : monthOf(month ?? ""), day);
}

/** The date as it is typed again: "4 March 1986". */
export function writeOccasion(date: string): string {
  return occasionDay(date);
}
