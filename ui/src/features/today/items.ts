/** The day's list as one row of cards: what was planned and is over, promises, people. */
import type { FollowUp, Planned, ReachOut, TodayView } from "../../api/bindings";

export type Item =
  | { kind: "planned"; key: string; contactId: number; name: string; talk: Planned }
  | { kind: "promise"; key: string; contactId: number; name: string; promise: FollowUp }
  | { kind: "reach"; key: string; contactId: number; name: string; reach: ReachOut };

/** All cards in the order they stand. */
export function items(day: TodayView): Item[] {
  const planned = day.to_confirm.flatMap((talk): Item[] => {
    const [first] = talk.people;
    const key = `planned-${talk.conversation_id}`;
    return first ? [{ kind: "planned", key, contactId: first.id, name: first.name, talk }] : [];
  });
  const promises = day.follow_ups.map((promise): Item => ({
    kind: "promise",
    key: `promise-${promise.id}`,
    contactId: promise.with.id,
    name: promise.with.name,
    promise,
  }));
  const people = day.reach_outs
    .filter((reach) => reach.state === "open")
    .map((reach): Item => ({
      kind: "reach",
      key: `reach-${reach.contact.id}`,
      contactId: reach.contact.id,
      name: reach.contact.name,
      reach,
    }));
  return [...planned, ...promises, ...people];
}

/** Where the selection goes: it stays with its card; when that left, the one that took its place. */
export function keep(list: readonly Item[], key: string | null, index: number): number {
  const found = list.findIndex((item) => item.key === key);
  return found >= 0 ? found : Math.max(0, Math.min(index, list.length - 1));
}
