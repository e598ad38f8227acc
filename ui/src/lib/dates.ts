/** Civil dates are `YYYY-MM-DD` text throughout; nothing here asks what day it is unless told. */
import { perLocale } from "./language.svelte";
import * as m from "./messages";

const DAY = 86_400_000;

/** A civil date as UTC midnight in milliseconds, or null if it is none. */
function stamp(day: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(day);
  if (!match) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, date);
  const valid = at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
  return valid ? at.getTime() : null;
}

function civil(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** True for a real `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return text.length === 10 && stamp(text) !== null;
}

/** The civil date of a start that may be a date or an RFC 3339 instant with its own offset. */
export function dayOf(start: string): string {
  return start.slice(0, 10);
}

/** The clock time `15:20` of an RFC 3339 instant in its own offset, or null for a bare date. */
export function timeOf(start: string): string | null {
  return /^\d{4}-\d{2}-\d{2}T(\d{2}:\d{2})/.exec(start)?.[1] ?? null;
}

/** Whole days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: string, to: string): number {
  const [a, b] = [stamp(from), stamp(to)];
  return a === null || b === null ? 0 : Math.round((b - a) / DAY);
}

/** The date `n` days later. */
export function addDays(day: string, n: number): string {
  const at = stamp(day);
  return at === null ? day : civil(at + n * DAY);
}

/** The date `n` months later, clamped to the month's end. */
export function addMonths(day: string, n: number): string {
  const at = stamp(day);
  if (at === null) return day;
  const from = new Date(at);
  const to = new Date(at);
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + n);
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), last));
  return civil(to.getTime());
}

/** 0 Sunday … 6 Saturday. */
export function weekday(day: string): number {
  const at = stamp(day);
  return at === null ? 0 : new Date(at).getUTCDay();
}

/** The civil date of this machine's clock. Screens that know the routine day use that instead. */
export function localToday(now: Date = new Date()): string {
  const pad = (n: number) => String(n).padStart(2, "0");
  return `${String(now.getFullYear()).padStart(4, "0")}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

const shape = (options: Intl.DateTimeFormatOptions) =>
  perLocale((locale) => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }));

const SHORT = shape({ day: "numeric", month: "short" });
const SHORT_YEAR = shape({ day: "numeric", month: "short", year: "numeric" });
const LONG = shape({ weekday: "long", day: "numeric", month: "long" });
const LONG_YEAR = shape({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const MIDDLE = shape({ weekday: "short", day: "numeric", month: "short" });
const MIDDLE_YEAR = shape({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const MONTH = shape({ month: "long", year: "numeric" });
const MONTH_SHORT = shape({ month: "short" });
const MONTH_ONLY = shape({ month: "long" });
const DAY_MONTH = shape({ day: "numeric", month: "long" });
const WEEKDAY = shape({ weekday: "short" });
const WEEKDAY_LONG = shape({ weekday: "long" });

const write = (format: () => Intl.DateTimeFormat, day: string) => {
  const at = stamp(day);
  return at === null ? day : format().format(at);
};

/** "12 Nov", with the year when it is not that of `today`. */
export function shortDay(day: string, today: string): string {
  return write(day.slice(0, 4) === today.slice(0, 4) ? SHORT : SHORT_YEAR, day);
}

/** "Thu 12 Nov", with the year when it is not that of `today`. */
export function middleDay(day: string, today: string): string {
  return write(day.slice(0, 4) === today.slice(0, 4) ? MIDDLE : MIDDLE_YEAR, day).replace(",", "");
}

/** "Saturday, 21 November", with the year when it is not that of `today`. */
export function longDay(day: string, today: string = day): string {
  const text = write(day.slice(0, 4) === today.slice(0, 4) ? LONG : LONG_YEAR, day);
  return text.replace(/^(\p{L}+) /u, "$1, ");
}

/** "Sat". */
export function weekdayName(day: string): string {
  return write(WEEKDAY, day);
}

/** "Saturday". */
export function weekdayLong(day: string): string {
  return write(WEEKDAY_LONG, day);
}

/** "August 2026". */
export function monthName(day: string): string {
  return write(MONTH, `${day.slice(0, 7)}-01`);
}

/** "Aug". */
export function monthShort(day: string): string {
  return write(MONTH_SHORT, `${day.slice(0, 7)}-01`);
}

/** An occasion's date, which may lack its year or day: "4 March 1986", "4 March", "March", "March 1986". */
export function occasionDay(date: string): string {
  const full = /^(\d{4}|-)-(\d{2})(?:-(\d{2}))?$/.exec(date);
  if (!full) return date;
  const [, year, month, day] = full;
  const at = `${year === "-" ? "2000" : year}-${month}-${day ?? "01"}`;
  const text = write(day ? DAY_MONTH : MONTH_ONLY, at);
  return year === "-" ? text : `${text} ${Number(year)}`;
}

const relative = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));

/** "today", "tomorrow", "in 18 days", "12 days ago". */
export function relativeDay(day: string, today: string): string {
  return relative().format(daysBetween(today, day), "day");
}

/** What a due date means now: "today", "tomorrow", "in 18 days", "232 days late". */
export function dueWords(due: string, today: string): string {
  const late = daysBetween(due, today);
  if (late > 0) return m.dates_late({ n: late });
  return relativeDay(due, today);
}

/** "20 min", "1 h 30", "2 h". */
export function duration(minutes: number): string {
  const [h, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (h === 0) return m.dates_minutes({ n: rest });
  if (rest === 0) return m.dates_hours({ n: h });
  return m.dates_hours_minutes({ n: h, rest: String(rest).padStart(2, "0") });
}

/** The clock time of an instant in this machine's zone: "09:05". */
export function clockOf(at: number | string): string {
  const moment = new Date(at);
  const pad = (n: number) => String(n).padStart(2, "0");
  return `${pad(moment.getHours())}:${pad(moment.getMinutes())}`;
}
