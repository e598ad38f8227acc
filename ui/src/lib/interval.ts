import * as m from "./messages";

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
      return m.interval_days({ n: every });
    case "week":
      return m.interval_weeks({ n: every });
    case "month":
      return m.interval_months({ n: every });
    case "year":
      return m.interval_years({ n: every });
  }
}

/** Roughly how many days an interval spans; for comparing, never for due dates. */
export function roughDays(interval: Interval): number {
  const days = { day: 1, week: 7, month: 30.4375, year: 365.25 };
  return interval.every * days[interval.unit];
}

/** The interval a code means: `8w`. */
export function intervalOf(code: string): Interval {
  const units = { d: "day", w: "week", m: "month", y: "year" } as const;
  return { every: parseInt(code, 10), unit: units[code.slice(-1) as keyof typeof units] };
}

/** As the core takes it: `2w`, `45d`. */
export function intervalCode({ every, unit }: Interval): string {
  return `${every}${unit.charAt(0)}`;
}
