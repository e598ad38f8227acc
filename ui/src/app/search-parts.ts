/** What each part of the query language is for, said beside it where it is offered. */
import type { CompletionOption, LanguagePart } from "../api/bindings";
import * as m from "../lib/messages";
import { CHANNEL } from "./words";

const PART: Record<LanguagePart, () => string> = {
  with: m.part_with,
  name: m.part_name,
  org: m.part_org,
  title: m.part_title,
  group: m.part_group,
  tag: m.part_tag,
  place: m.part_place,
  channel: m.part_channel,
  kind: m.part_kind,
  note: m.part_note,
  fact: m.part_fact,
  from: m.part_from,
  since: m.part_since,
  until: m.part_until,
  on: m.part_on,
  in: m.part_in,
  last: m.part_last,
  every: m.part_every,
  minutes: m.part_minutes,
  stretch: m.part_stretch,
  gave: m.part_gave,
  received: m.part_received,
  asked: m.part_asked,
  has: m.part_has,
  missing: m.part_missing,
  score: m.part_score,
  intent: m.part_intent,
  phone: m.part_phone,
  never: m.part_never,
  due: m.part_due,
  overdue: m.part_overdue,
  archived: m.part_archived,
  or: m.part_or,
};

/** What stands beside an option; a value says most things itself. */
export function noteOf({ what, value, label }: CompletionOption): string {
  if (!value) return PART[what]();
  const channel = Object.entries(CHANNEL).find(([name]) => what === "channel" && name === label);
  const note = channel?.[1]() ?? "";
  return note.toLowerCase() === label.toLowerCase() ? "" : note;
}

/** The query without a part at its end whose value is still to come; alone, it is a word like any other. */
export function withoutBegun(text: string): string {
  const [begun, before = "", part = ""] = /^(.*\S)\s+-?\(*(\p{L}+):"?$/su.exec(text) ?? [];
  return begun && Object.hasOwn(PART, part.toLowerCase()) ? before : text;
}
