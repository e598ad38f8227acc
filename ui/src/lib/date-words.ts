/**
 * Reads the few words a date field takes, in every language there is at once: whoever has the screens in German
 * may still type "tomorrow". Anything else is left for the person to correct.
 */
import { addDays, addMonths, isDay, weekday } from "./dates";
import { LANGUAGES } from "./gen/languages";

/** Which way a bare weekday or a date without a year points. */
export type Lean = "past" | "future";

const DAYS: Record<string, number> = {
  ...{ today: 0, tomorrow: 1, yesterday: -1 },
  ...{ heute: 0, morgen: 1, übermorgen: 2, gestern: -1, vorgestern: -2 },
};
const COUNTS: Record<string, number> = {
  ...{ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6 },
  ...{ ein: 1, eine: 1, einem: 1, einen: 1, einer: 1 },
  ...{ zwei: 2, drei: 3, vier: 4, fünf: 5, sechs: 6 },
};
const UNITS: readonly [RegExp, "day" | "week" | "month" | "year"][] = [
  [/^(d|days?|t|tage?n?)$/, "day"],
  [/^(w|weeks?|wochen?)$/, "week"],
  [/^(m|months?|monate?n?)$/, "month"],
  [/^(y|years?|j|jahre?n?)$/, "year"],
];
const BEHIND = /^(last|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?)$/;
const AHEAD = /^(next|nächste[nrsm]?|kommende[nrsm]?)$/;
const ON = /^(on|am)$/;

/** The names of all languages' weeks or years, in lower case: a list for each language. */
function names(options: Intl.DateTimeFormatOptions, first: number, count: number): string[][] {
  return Object.values(LANGUAGES).map(({ locale }) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return Array.from({ length: count }, (_, index) => {
      const day = count === 7 ? Date.UTC(2023, 0, first + index) : Date.UTC(2023, index, first);
      return format.format(day).toLowerCase().replace(/\.$/, "");
    });
  });
}

// 1 January 2023 was a Sunday.
const WEEKDAYS = names({ weekday: "long" }, 1, 7);
const SHORT_WEEKDAYS = names({ weekday: "short" }, 1, 7);
const MONTHS = names({ month: "long" }, 1, 12);

/** The place of a name that `word` is, or begins with three letters and more; -1 for none. */
function place(lists: readonly string[][], word: string): number {
  const plain = word.replace(/^mae/, "mä");
  if (plain.length < 3) return -1;
  for (const list of lists) {
    const found = list.findIndex((name) => name.startsWith(plain));
    if (found >= 0) return found;
  }
  return -1;
}

/** 1 January … 12 December; 0 when the word is no month. */
export function monthOf(word: string): number {
  return place(MONTHS, word.toLowerCase().replace(/\.$/, "")) + 1;
}

function weekdayOf(word: string): number {
  const whole = SHORT_WEEKDAYS.map((list) => list.indexOf(word)).find((found) => found >= 0);
  return whole ?? place(WEEKDAYS, word);
}

/** The civil date meant by `text`, or null when it cannot be told. */
export function readDay(text: string, today: string, lean: Lean): string | null {
  const words = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (isDay(words)) return words;
  const offset = DAYS[words];
  if (offset !== undefined) return addDays(today, offset);
  return counted(words, today) ?? named(words, today, lean) ?? dated(words, today, lean);
}

/** "in 3 weeks", "3w", "3 days ago", "in zwei Wochen", "vor 3 Tagen". */
function counted(words: string, today: string): string | null {
  const match =
    /^(?<way>in |vor )?(?<count>\d{1,4}|\p{L}+) ?(?<unit>\p{L}+)(?<ago> ago)?$/u.exec(words)
      ?.groups ?? {};
  const unit = UNITS.find(([pattern]) => pattern.test(match.unit ?? ""))?.[1];
  const count = COUNTS[match.count ?? ""] ?? Number(match.count);
  if (unit === undefined || !Number.isInteger(count)) return null;
  const n = match.ago || match.way === "vor " ? -count : count;
  switch (unit) {
    case "day":
      return addDays(today, n);
    case "week":
      return addDays(today, n * 7);
    case "month":
      return addMonths(today, n);
    case "year":
      return addMonths(today, n * 12);
  }
}

/** "friday", "last friday", "am Freitag", "letzten Freitag". */
function named(words: string, today: string, lean: Lean): string | null {
  const [name = "", lead = "", ...rest] = words.split(" ").reverse();
  const wanted = weekdayOf(name);
  const known = lead === "" || ON.test(lead) || BEHIND.test(lead) || AHEAD.test(lead);
  if (wanted < 0 || rest.length > 0 || !known) return null;
  const back = BEHIND.test(lead) || (!AHEAD.test(lead) && lean === "past");
  const ahead = (wanted - weekday(today) + 7) % 7 || 7;
  const behind = (weekday(today) - wanted + 7) % 7 || 7;
  return addDays(today, back ? -behind : ahead);
}

/** "12 mar", "12. März 2027", "March 12, 2027", "24.12.". */
function dated(words: string, today: string, lean: Lean): string | null {
  const match =
    /^(?<day>\d{1,2})\.? (?<month>\p{L}{3,9})\.?(?: (?<year>\d{4}))?$/u.exec(words) ??
    /^(?<month>\p{L}{3,9}) (?<day>\d{1,2})(?:,? (?<year>\d{4}))?$/u.exec(words) ??
    /^(?<day>\d{1,2})\. ?(?<number>\d{1,2})\. ?(?<year>\d{4})?$/.exec(words);
  if (!match?.groups) return null;
  const { day, month, number, year } = match.groups;
  const index = number ? Number(number) : monthOf(month ?? "");
  if (index < 1) return null;
  const on = (y: number) =>
    `${String(y).padStart(4, "0")}-${String(index).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  if (year) return real(on(Number(year)));
  const thisYear = Number(today.slice(0, 4));
  const guess = on(thisYear);
  if (lean === "past" && guess > today) return real(on(thisYear - 1));
  if (lean === "future" && guess < today) return real(on(thisYear + 1));
  return real(guess);
}

const real = (day: string) => (isDay(day) ? day : null);
