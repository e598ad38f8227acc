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
import { mailLink, telLink } from "../../lib/reach";
import type { Item } from "./items";

const on = (day: string) => middleDay(day, today());

function back(item: DayItem): string {
  const day = item.back_on ?? item.due;
  return day ? ` · back on ${on(day)}` : "";
}

export function log(item: Item, channel?: string): void {
  openLog({ contacts: [{ id: item.contactId, name: item.name }], channel });
}

export function open(item: Item): void {
  goToContact(item.contactId);
}

export async function later(item: Item, until: string): Promise<void> {
  await change(
    call("snooze", { who: item.contactId, until }),
    () => `${item.name}: later, on ${on(until)}`,
  );
}

export async function pause(item: Item, until: string): Promise<void> {
  await change(
    call("pause", { who: item.contactId, until }),
    () => `${item.name}: paused until ${on(until)}`,
  );
}

export async function skip(item: Item): Promise<void> {
  await change(call("skip", { who: item.contactId }), (done) => {
    return `${item.name}: skipped this round${done.due ? ` · next on ${on(done.due)}` : ""}`;
  });
}

export async function tried(item: Item): Promise<void> {
  await change(
    call("tried", { who: item.contactId }),
    (done) => `${item.name}: tried${back(done)}`,
  );
}

export async function keepWord(item: Extract<Item, { kind: "promise" }>): Promise<void> {
  await change(
    call("follow_up_close", { id: item.promise.id, state: "kept" }),
    `Kept: ${item.promise.text}`,
  );
}

export async function drop(item: Extract<Item, { kind: "promise" }>): Promise<void> {
  await change(
    call("follow_up_close", { id: item.promise.id, state: "dropped" }),
    `Dropped: ${item.promise.text}`,
  );
}

/** Opens the phone or mail program, then offers the log form filled in. */
export async function reach(item: Item, how: "call" | "mail"): Promise<void> {
  const contact = await call("contact_get", { who: item.contactId }).catch(toastError);
  if (!contact) return;
  const address = (how === "call" ? contact.phones : contact.emails)[0]?.value;
  if (!address) {
    const text = how === "call" ? "has no phone number yet." : "has no mail address yet.";
    const action = { label: "Add one", run: () => goToContact(item.contactId, "details") };
    return void toast(`${item.name} ${text}`, { action });
  }
  try {
    await host().openExternal(how === "call" ? telLink(address) : mailLink(address));
  } catch (thrown) {
    // No program for it: the number is on screen, and the talk can be logged all the same.
    toastError(thrown);
  }
  log(item, how);
}
