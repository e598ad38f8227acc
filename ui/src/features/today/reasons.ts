/** Why someone stands on the day's list, as the chips of a card. */
import type { ReachOut, Why } from "../../api/bindings";
import { plural } from "../../lib/plural";

export interface Reason {
  tone: "plain" | "due" | "late" | "ask" | "ok";
  text: string;
}

/** The chips of a card, the strongest first. */
export function reasons(item: Pick<ReachOut, "reasons">): Reason[] {
  const asked = item.reasons.some((why) => why.kind === "asked_last");
  return item.reasons.map((why) => reason(why, asked));
}

function reason(why: Why, asked: boolean): Reason {
  switch (why.kind) {
    case "due_today":
      return { tone: "due", text: `due today, rhythm ${why.cadence_days}` };
    case "overdue":
      return { tone: "late", text: `${overdue(why, asked)}, rhythm ${why.cadence_days}` };
    case "never":
      return { tone: "plain", text: "never spoken" };
    case "asked_last":
      return { tone: "ask", text: spoken(why.days) };
    case "gave_last":
      return { tone: "ok", text: "You gave last" };
    case "tried":
      return {
        tone: "plain",
        text: plural(why.times, { one: "tried once", other: "tried # times" }),
      };
  }
}

function overdue(why: Extract<Why, { kind: "overdue" }>, asked: boolean): string {
  if (why.since_touch === null) {
    return plural(why.days, { one: "# day late", other: "# days late" });
  }
  return asked
    ? plural(why.since_touch, {
        one: "# day since more than an ask",
        other: "# days since more than an ask",
      })
    : plural(why.since_touch, { one: "# day since you spoke", other: "# days since you spoke" });
}

function spoken(days: number): string {
  if (days === 0) return "spoke today, asking";
  return plural(days, { one: "spoke yesterday, asking", other: "spoke # days ago, asking" });
}
