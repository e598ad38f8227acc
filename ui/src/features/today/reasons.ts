/** Why someone stands on the day's list, as the chips of a card. */
import type { ReachOut, Why } from "../../api/bindings";
import * as m from "../../lib/messages";

export interface Reason {
  tone: "plain" | "due" | "late" | "ask" | "ok";
  text: string;
}

/** Attempts in a row from which on coming back alone is not enough. */
const TRIES = 3;

/** How often they were tried in a row, where it is time for another way; else 0. */
export function triedOften(item: Pick<ReachOut, "reasons">): number {
  const tried = item.reasons.find((why) => why.kind === "tried");
  return tried && tried.times >= TRIES ? tried.times : 0;
}

/** The chips of a card, the strongest first. */
export function reasons(item: Pick<ReachOut, "reasons">): Reason[] {
  const asked = item.reasons.some((why) => why.kind === "asked_last");
  return item.reasons.map((why) => reason(why, asked));
}

function reason(why: Why, asked: boolean): Reason {
  switch (why.kind) {
    case "latest":
      return { tone: "late", text: m.why_latest({ n: why.days }) };
    case "due_today":
      return { tone: "due", text: m.why_due_today({ n: why.cadence_days }) };
    case "overdue":
      return { tone: "late", text: overdue(why, asked) };
    case "never":
      return { tone: "plain", text: m.why_never() };
    case "asked_last":
      return { tone: "ask", text: m.why_asked({ n: why.days }) };
    case "chosen":
      return { tone: "plain", text: m.why_chosen() };
    case "gave_last":
      return { tone: "ok", text: m.why_gave() };
    case "tried":
      return {
        tone: why.times >= TRIES ? "late" : "plain",
        text: m.why_tried({ n: why.times }),
      };
  }
}

function overdue(why: Extract<Why, { kind: "overdue" }>, asked: boolean): string {
  const rhythm = why.cadence_days;
  if (why.since_touch === null) return m.why_late({ n: why.days, rhythm });
  const since = { n: why.since_touch, rhythm };
  return asked ? m.why_since_ask(since) : m.why_since(since);
}
