/**
 * The walk through people nobody decided on yet. It keeps its place while the window lives, so that opening
 * someone and coming back goes on where it was left.
 */
import type { ContactRow } from "../../api/bindings";
import { call } from "../../api/client";
import { toastError } from "../../app/toasts.svelte";
import * as m from "../../lib/messages";

/** The keys and the rhythms they give. */
export const RHYTHMS = [
  { key: "1", every: "weekly", label: () => m.interval_weeks({ n: 1 }) },
  { key: "2", every: "monthly", label: () => m.interval_months({ n: 1 }) },
  { key: "3", every: "quarterly", label: () => m.interval_months({ n: 3 }) },
  { key: "4", every: "yearly", label: () => m.interval_years({ n: 1 }) },
  { key: "0", every: "none", label: m.due_none },
] as const;

/** What is noted for somebody who was archived on the walk; no group is called that. */
export const ARCHIVED = "\u0000archived";

interface Walk {
  /** Everyone the walk goes through, in order; null until it is known. */
  people: ContactRow[] | null;
  at: number;
  /** What was chosen for whom on this walk: a rhythm, {@link ARCHIVED}, or a group's name. */
  chosen: Record<number, string>;
}

export const walk: Walk = $state({ people: null, at: 0, chosen: {} });

/** Begins with everyone undecided, or goes on where the walk was left; who came since waits at the end. */
export async function begin(): Promise<void> {
  const undecided = (await call("contact_list", { filter: "undecided", sort: "name" })).people;
  if (walk.people === null || walk.at >= walk.people.length) {
    Object.assign(walk, { people: undecided, at: 0, chosen: {} });
    return;
  }
  const known = new Set(walk.people.map((person) => person.id));
  walk.people = [...walk.people, ...undecided.filter((person) => !known.has(person.id))];
}

/** Forgets the place, so that the next walk begins anew. */
export function finish(): void {
  Object.assign(walk, { people: null, at: 0, chosen: {} });
}

/** One step on or back. */
export function step(by: 1 | -1): void {
  walk.at = Math.max(0, Math.min(walk.at + by, walk.people?.length ?? 0));
}

// One after the other, in the order of the keys; the screen does not wait for the disk.
let queue = Promise.resolve();

/** Notes a choice and goes on at once. When it cannot be saved, the walk goes back to that person. */
export function choose(person: ContactRow, what: string, saving: () => Promise<unknown>): void {
  const place = walk.at;
  walk.chosen[person.id] = what;
  step(1);
  queue = queue.then(saving).then(
    () => {},
    (thrown: unknown) => {
      delete walk.chosen[person.id];
      walk.at = place;
      toastError(thrown);
    },
  );
}

/** Goes back to the one before and forgets what was chosen for them; taking it back on disk is the caller's. */
export function forget(): void {
  step(-1);
  const person = walk.people?.[walk.at];
  if (person) delete walk.chosen[person.id];
}

/** Settles when everything chosen is saved. */
export function settled(): Promise<void> {
  return queue;
}
