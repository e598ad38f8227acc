/** Reads the few words a date field takes. Anything else is left for the person to correct. */
import { addDays, addMonths, isDay, weekday } from "./dates";

/** Which way a bare weekday or a date without a year points. */
export type Lean = "past" | "future";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** The civil date meant by `text`, or null when it cannot be told. */
export function readDay(text: string, today: string, lean: Lean): string | null {
  const words = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (isDay(words)) return words;
  return (
    fixed(words, today) ??
    counted(words, today) ??
    named(words, today, lean) ??
    dated(words, today, lean)
  );
}

function fixed(words: string, today: string): string | null {
  if (words === "today") return today;
  if (words === "tomorrow") return addDays(today, 1);
  if (words === "yesterday") return addDays(today, -1);
  return null;
}

function counted(words: string, today: string): string | null {
  const match =
    /^(in )?(\d{1,4}|a|an|one|two|three|four|six) ?(d|day|w|week|m|month|y|year)s?( ago)?$/.exec(
      words,
    );
  if (!match) return null;
  const spelled: Record<string, number> = {
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    six: 6,
  };
  const count = spelled[match[2] ?? ""] ?? Number(match[2]);
  const n = match[4] ? -count : count;
  switch (match[3]?.[0]) {
    case "d":
      return addDays(today, n);
    case "w":
      return addDays(today, n * 7);
    case "m":
      return addMonths(today, n);
    default:
      return addMonths(today, n * 12);
  }
}

function named(words: string, today: string, lean: Lean): string | null {
  const match = /^(last |next |on )?([a-z]{3,9})$/.exec(words);
  const wanted = WEEKDAYS.findIndex((name) => match?.[2]?.startsWith(name));
  if (!match || wanted < 0) return null;
  const back = match[1] === "last " || (match[1] !== "next " && lean === "past");
  const ahead = (wanted - weekday(today) + 7) % 7 || 7;
  const behind = (weekday(today) - wanted + 7) % 7 || 7;
  return addDays(today, back ? -behind : ahead);
}

function dated(words: string, today: string, lean: Lean): string | null {
  const match =
    /^(?<day>\d{1,2})\.? (?<month>[a-z]{3,9})\.?(?: (?<year>\d{4}))?$/.exec(words) ??
    /^(?<month>[a-z]{3,9}) (?<day>\d{1,2})(?:,? (?<year>\d{4}))?$/.exec(words) ??
    /^(?<day>\d{1,2})\.(?<number>\d{1,2})\.(?<year>\d{4})?$/.exec(words);
  if (!match?.groups) return null;
  const { day, month, number, year } = match.groups;
  const index = number ? Number(number) - 1 : MONTHS.findIndex((name) => month?.startsWith(name));
  if (index < 0) return null;
  const on = (y: number) =>
    `${String(y).padStart(4, "0")}-${String(index + 1).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  if (year) return real(on(Number(year)));
  const thisYear = Number(today.slice(0, 4));
  const guess = on(thisYear);
  if (lean === "past" && guess > today) return real(on(thisYear - 1));
  if (lean === "future" && guess < today) return real(on(thisYear + 1));
  return real(guess);
}

const real = (day: string) => (isDay(day) ? day : null);
