/** What comes this week, in the language of the moment. */
import type { Planned, Upcoming } from "../../api/bindings";
import { CHANNEL } from "../../app/words";
import { daysBetween, longDay, timeOf } from "../../lib/dates";
import * as m from "../../lib/messages";
import { list } from "../../lib/plural";

type Of<K extends Upcoming["kind"]> = Extract<Upcoming, { kind: K }>;

/** "Amara Okafor turns 40", "Call with Priya Nair, 15:00". */
export function upcomingWords(item: Upcoming, today: string): string {
  return item.kind === "occasion" ? occasionWords(item, today) : plannedWords(item);
}

function occasionWords({ contact, occasion, date }: Of<"occasion">, today: string): string {
  const { name } = contact;
  const what = occasionText(name, occasion);
  return daysBetween(today, date) > 7 ? m.week_on({ what, day: longDay(date, today) }) : what;
}

function occasionText(name: string, { kind, label, years }: Of<"occasion">["occasion"]): string {
  const n = years !== null && years > 0 ? years : null;
  if (kind === "birthday")
    return n === null ? m.week_birthday({ name }) : m.week_turns({ name, n });
  if (label.trim() !== "") {
    return n === null
      ? m.week_labelled({ label, name })
      : m.week_labelled_years({ label, name, n });
  }
  if (kind === "custom") return m.week_day({ name });
  return n === null ? m.week_anniversary({ name }) : m.week_anniversary_years({ name, n });
}

/** "Call with Priya Nair, 15:00". */
export function plannedWords({ channel, people, place, start }: Planned): string {
  const own = { "in person": m.week_meeting, other: m.week_talk };
  let what = (own[channel as keyof typeof own] ?? CHANNEL[channel])();
  const names = people.map(({ name }) => name);
  const [first = ""] = names;
  if (names.length > 0) {
    const shown =
      names.length > 2 ? m.week_others({ name: first, n: names.length - 1 }) : list(names);
    what = m.week_with({ what, names: shown });
  }
  if (place !== "") what = m.week_at({ what, place });
  return [what, timeOf(start)].filter(Boolean).join(", ");
}
