/** What was kept up, week by week, and how strong a day shows. */
import type { KeptDay } from "../../api/bindings";

export interface Week {
  /** Its Monday. */
  monday: string;
  /** People reached on each of its days so far; null on a day off without anyone. */
  days: (number | null)[];
  reached: number;
  /** Routine days on which somebody was reached. */
  kept: number;
  /** Routine days; one on which nobody was due, or that is not over, counts once somebody was reached. */
  routine: number;
}

/** The weeks of these days, which begin on a Monday; the latest first. */
export function weeks(days: readonly KeptDay[]): Week[] {
  const found: Week[] = [];
  for (let at = 0; at < days.length; at += 7) {
    const week = days.slice(at, at + 7);
    const counts = (day: KeptDay, n: number) =>
      !day.off && (day.reached > 0 || !(day.nobody_due || at + n === days.length - 1));
    const routine = week.filter(counts);
    found.unshift({
      monday: week[0]?.date ?? "",
      days: week.map((day) => (day.off && day.reached === 0 ? null : day.reached)),
      reached: week.reduce((sum, day) => sum + day.reached, 0),
      kept: routine.filter((day) => day.reached > 0).length,
      routine: routine.length,
    });
  }
  return found;
}

/** 0 for nobody, 1 to 4 by quarters of the most; a few people never fill a day that could hold four. */
export function level(reached: number, most: number): number {
  return reached === 0 ? 0 : Math.min(4, Math.ceil((4 * reached) / Math.max(4, most)));
}
