/** What the log form holds, and how it becomes what the core takes. Pure. */
import type {
  Channel,
  Conversation,
  ConversationEdit,
  ConversationLog,
  ExchangeInput,
  Initiator,
} from "../../api/bindings";
import type { LogPreset } from "../../app/log.svelte";
import { CHANNEL } from "../../app/words";
import { addDays, dayOf, isDay, localToday, timeOf } from "../../lib/dates";
import * as m from "../../lib/messages";

/** Someone in the form; without an id the name is made a contact on saving. */
export interface Someone {
  id: number | null;
  uid?: string;
  name: string;
}

/** The form as it is typed, and as it is kept as a draft. */
export interface LogBody {
  people: Someone[];
  /** `YYYY-MM-DD`. */
  day: string;
  /** As typed; "" for none. */
  time: string;
  channel: Channel;
  /** As typed; "" for not said. */
  minutes: string;
  initiated: Initiator | "";
  attempt: boolean;
  place: string;
  note: string;
  /** What was given in it, as the caller knows. */
  exchanges: ExchangeInput[];
}

const CHANNELS: readonly Channel[] = [
  "in person",
  "call",
  "video",
  "message",
  "mail",
  "letter",
  "event",
  "other",
];

/** The ways to talk, as choices in the language of the moment. */
export function channels(): { value: Channel; label: string }[] {
  const own: Partial<Record<Channel, () => string>> = { video: m.log_video, other: m.log_other };
  return CHANNELS.map((value) => ({ value, label: (own[value] ?? CHANNEL[value])() }));
}

/** Days until what is planned, unless another day is chosen. */
const AHEAD = 7;

/** An empty form of that day, filled with what the caller knows. */
export function blank(day: string, preset: LogPreset = {}): LogBody {
  return {
    people: (preset.contacts ?? []).map(({ id, name }) => ({ id, name })),
    day: preset.planned ? addDays(day, AHEAD) : day,
    time: "",
    channel: CHANNELS.find((one) => one === preset.channel) ?? "other",
    minutes: "",
    initiated: preset.attempt || preset.exchanges ? "me" : "",
    attempt: preset.attempt ?? false,
    place: "",
    note: "",
    exchanges: preset.exchanges ?? [],
  };
}

/** The form of a conversation that is there already. */
export function formOf(talk: Conversation): LogBody {
  return {
    people: talk.people.map(({ id, uid, name }) => ({ id, uid, name })),
    day: dayOf(talk.start),
    time: timeOf(talk.start) ?? "",
    channel: talk.channel,
    minutes: talk.minutes === null ? "" : String(talk.minutes),
    initiated: talk.initiated_by ?? "",
    attempt: talk.attempt,
    place: talk.place,
    note: talk.note,
    // Those it has stay with it; a form adds none to them.
    exchanges: [],
  };
}

/** A draft's body as a form; null when it is none. A field that is missing is as in `empty`. */
export function restored(body: unknown, empty: LogBody): LogBody | null {
  if (typeof body !== "object" || body === null || !("note" in body)) return null;
  const form = { ...empty, ...(body as Partial<LogBody>) };
  return Array.isArray(form.people) && typeof form.note === "string" && isDay(form.day)
    ? form
    : null;
}

/** Whether two forms say the same. */
export function same(a: LogBody, b: LogBody): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Minutes of "75", "1h15", "1 h 15", "1:15", "90 min"; null for none, undefined when it cannot be read. */
export function readMinutes(text: string): number | null | undefined {
  const words = text.trim().toLowerCase();
  if (words === "") return null;
  const hours =
    /^(\d{1,2})\s*(?:h|hours?|std\.?|stunden?|:)\s*(\d{1,2})?\s*(?:m|min\.?|minutes?|minuten?)?$/.exec(
      words,
    );
  const minutes = /^(\d{1,4})\s*(?:m|min\.?|minutes?|minuten?)?$/.exec(words);
  const half = /^(\d{1,2})[.,](5|25|75)\s*(?:h|std\.?|stunden?)$/.exec(words);
  if (half) return Number(half[1]) * 60 + { 5: 30, 25: 15, 75: 45 }[Number(half[2]) as 5];
  if (hours) return Number(hours[1]) * 60 + Number(hours[2] ?? 0);
  return minutes ? Number(minutes[1]) : undefined;
}

/** `15:20` of "15:20", "15.20", "1520", "3pm", "3:20 pm", "15h"; null for none, undefined when it cannot be read. */
export function readTime(text: string): string | null | undefined {
  const words = text.trim().toLowerCase();
  if (words === "") return null;
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*(h|uhr|am|pm)?$/.exec(words);
  if (!match) return undefined;
  const [, hour, minute, half] = match;
  const h = Number(hour);
  if ((half === "am" || half === "pm") && (h < 1 || h > 12)) return undefined;
  const full = half === "pm" ? (h % 12) + 12 : half === "am" ? h % 12 : h;
  const m = Number(minute ?? 0);
  if (full > 23 || m > 59) return undefined;
  return `${String(full).padStart(2, "0")}:${String(m).padStart(2, "0")}`;
}

/** A day and a clock time as RFC 3339 with this machine's offset at that moment. */
export function moment(day: string, time: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const at = new Date(2000, month - 1, date, hour, minute);
  at.setFullYear(year, month - 1, date);
  at.setHours(hour, minute);
  // In a gap of the clock the moment is the one after it, and so is the time written.
  const pad = (n: number) => String(Math.abs(n)).padStart(2, "0");
  const east = -at.getTimezoneOffset();
  const offset = `${east < 0 ? "-" : "+"}${pad(Math.trunc(east / 60))}:${pad(east % 60)}`;
  return `${localToday(at)}T${pad(at.getHours())}:${pad(at.getMinutes())}:00${offset}`;
}

/** The start a form means: nothing for "now", a bare date, or a moment. */
export function startOf(form: LogBody, today: string): string | undefined {
  const time = readTime(form.time);
  if (time) return moment(form.day, time);
  return form.day === today ? undefined : form.day;
}

/** What does not fit, by field. Empty when the form can be saved. */
export function problems(form: LogBody): Partial<Record<"time" | "minutes" | "note", string>> {
  const wrong: ReturnType<typeof problems> = {};
  if (readTime(form.time) === undefined) wrong.time = m.log_wrong_time();
  if (readMinutes(form.minutes) === undefined) wrong.minutes = m.log_wrong_minutes();
  if (form.people.length === 0 && form.note.trim() === "") wrong.note = m.log_wrong_note();
  return wrong;
}

const known = (form: LogBody) => form.people.flatMap(({ id }) => (id === null ? [] : [id]));
const made = (form: LogBody) => form.people.flatMap(({ id, name }) => (id === null ? [name] : []));

/** The input of `conversation_log`. The draft goes with the save, in one transaction. */
export function logInput(form: LogBody, today: string, draft: string): ConversationLog {
  return {
    people: known(form),
    new_people: made(form),
    start: startOf(form, today),
    minutes: readMinutes(form.minutes) ?? undefined,
    channel: form.channel,
    initiated_by: form.initiated || undefined,
    attempt: form.attempt,
    place: form.place.trim(),
    note: form.note,
    // Whoever was taken out of the form got nothing in it.
    exchanges: form.exchanges.filter(
      ({ with: who }) => who == null || form.people.some(({ id }) => id === who),
    ),
    draft,
  };
}

/** The input of `conversation_edit`: what was not touched is not sent. */
export function editInput(
  id: number,
  form: LogBody,
  before: LogBody,
  draft: string,
): ConversationEdit {
  const edit: ConversationEdit = { id, people: known(form), new_people: made(form), draft };
  if (form.day !== before.day || readTime(form.time) !== readTime(before.time)) {
    const time = readTime(form.time);
    edit.start = time ? moment(form.day, time) : form.day;
  }
  if (form.minutes !== before.minutes) edit.minutes = readMinutes(form.minutes) ?? null;
  if (form.channel !== before.channel) edit.channel = form.channel;
  if (form.initiated !== before.initiated) edit.initiated_by = form.initiated || null;
  if (form.attempt !== before.attempt) edit.attempt = form.attempt;
  if (form.place !== before.place) edit.place = form.place.trim();
  if (form.note !== before.note) edit.note = form.note;
  return edit;
}

/** The draft a form is kept under: one for every set of people it was opened with. */
export function draftName(preset: LogPreset): string {
  if (preset.conversation !== undefined) return `conversation:${preset.conversation}`;
  const ids = (preset.contacts ?? []).map(({ id }) => id);
  const kind = preset.planned ? "plan" : "log";
  return ids.length === 0 ? "log" : `${kind}:${ids.sort((a, b) => a - b).join(",")}`.slice(0, 190);
}

/** The tags written in a note, as the core will read them; none of a very long one while it is typed. */
export function tagsOf(note: string): string[] {
  if (note.length > 20_000) return [];
  const found = [...note.matchAll(/(?<![\p{L}\p{N}_#/&])#([\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*)/gu)];
  return [...new Set(found.map((match) => match[1] ?? ""))];
}
