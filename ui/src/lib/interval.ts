import { plural } from "./plural";

/** How often: every n days, weeks, months or years. */
export interface Interval {
  every: number;
  unit: "day" | "week" | "month" | "year";
}

/** "weekly", "every 2 months", "yearly". */
export function intervalWords(interval: Interval): string {
  const { every, unit } = interval;
  switch (unit) {
    case "day":
      return plural(every, { one: "daily", other: "every # days" });
    case "week":
      return plural(every, { one: "weekly", other: "every # weeks" });
    case "month":
      if (every === 3) return "quarterly";
      return plural(every, { one: "monthly", other: "every # months" });
    case "year":
      return plural(every, { one: "yearly", other: "every # years" });
  }
}

/** Roughly how many days an interval spans; for comparing, never for due dates. */
export function roughDays(interval: Interval): number {
  const days = { day: 1, week: 7, month: 30.4375, year: 365.25 };
  return interval.every * days[interval.unit];
}

/** As the core takes it: `2w`, `45d`. */
export function intervalCode({ every, unit }: Interval): string {
  return `${every}${unit.charAt(0)}`;
}
