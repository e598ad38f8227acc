/** What can be done with a card. Each says what it did and can be taken back. */
import type { DayItem } from "../../api/bindings";
import { call } from "../../api/client";
import { openLog } from "../../app/log.svelte";
import { goToContact } from "../../app/routes.svelte";
import { today } from "../../app/session.svelte";
import { toast, toastError } from "../../app/toasts.svelte";
import { change } from "../../app/undo";
import { host } from "../../host/current";
import { middleDay } from "../../lib/dates";
import * as m from "../../lib/messages";
import { mailLink, telLink } from "../../lib/reach";
import type { Item } from "./items";
import { plannedWords } from "./week";

const on = (day: string) => middleDay(day, today());

function triedWords(name: string, item: DayItem): string {
  const day = item.back_on ?? item.due;
  // The fourth time in a row and later.
  if (day && item.tried > 3) {
    return m.today_said_tried_often({ name, n: item.tried, day: on(day) });
  }
  return day ? m.today_said_tried_back({ name, day: on(day) }) : m.today_said_tried({ name });
}

export function log(item: Item): void {
  // What was said goes into the conversation that was planned.
  if (item.kind === "planned") return openLog({ conversation: item.talk.conversation_id });
  openLog({ contacts: [{ id: item.contactId, name: item.name }] });
}

export function open(item: Item): void {
  goToContact(item.contactId);
}

export async function later(item: Item, until: string): Promise<void> {
  await change(
    call("snooze", { who: item.contactId, until }),
    m.today_said_later({ name: item.name, day: on(until) }),
  );
}

export async function pause(item: Item, until: string): Promise<void> {
  await change(
    call("pause", { who: item.contactId, until }),
    m.today_said_paused({ name: item.name, day: on(until) }),
  );
}

export async function skip(item: Item): Promise<void> {
  await change(call("skip", { who: item.contactId }), (done) => {
    const { name } = item;
    return done.due
      ? m.today_said_skipped_next({ name, day: on(done.due) })
      : m.today_said_skipped({ name });
  });
}

export async function tried(item: Item): Promise<void> {
  await change(call("tried", { who: item.contactId }), (done) => triedWords(item.name, done));
}

export async function keepWord(item: Extract<Item, { kind: "promise" }>): Promise<void> {
  await change(
    call("follow_up_close", { id: item.promise.id, state: "kept" }),
    m.promises_kept({ text: item.promise.text }),
  );
}

export async function tookPlace({ talk }: Extract<Item, { kind: "planned" }>): Promise<void> {
  await change(
    call("conversation_confirm", { id: talk.conversation_id }),
    m.today_said_happened({ what: plannedWords(talk) }),
  );
}

export async function didNot({ talk }: Extract<Item, { kind: "planned" }>): Promise<void> {
  await change(
    call("conversation_delete", { id: talk.conversation_id }),
    m.talk_deleted({ what: plannedWords(talk), day: on(talk.date) }),
  );
}

export async function drop(item: Extract<Item, { kind: "promise" }>): Promise<void> {
  await change(
    call("follow_up_close", { id: item.promise.id, state: "dropped" }),
    m.today_said_dropped({ text: item.promise.text }),
  );
}

/** Opens the phone or mail program, then offers the log form filled in. */
export async function reach(item: Item, how: "call" | "mail"): Promise<void> {
  const contact = await call("contact_get", { who: item.contactId }).catch(toastError);
  if (!contact) return;
  const address = (how === "call" ? contact.phones : contact.emails)[0]?.value;
  if (!address) {
    const { name } = item;
    const text = how === "call" ? m.today_no_phone({ name }) : m.today_no_mail({ name });
    const action = { label: m.today_add_one(), run: () => goToContact(item.contactId, "details") };
    return void toast(text, { action });
  }
  try {
    await host().openExternal(how === "call" ? telLink(address) : mailLink(address));
  } catch (thrown) {
    // No program for it: the number is on screen, and the talk can be logged all the same.
    toastError(thrown);
  }
  // What was said now is another conversation than the one that was planned.
  openLog({ contacts: [{ id: item.contactId, name: item.name }], channel: how });
}
