/** Which rows are chosen, and the row the keys are at. Pure: every function answers with the next state. */

export interface Selection {
  readonly chosen: ReadonlySet<number>;
  /** The id of the row the keys are at; null is the first. */
  readonly at: number | null;
  /** Where a range with Shift begins. */
  readonly from: number | null;
}

/** Nothing chosen. */
export const NOTHING: Selection = { chosen: new Set(), at: null, from: null };

const indexOf = (ids: readonly number[], id: number | null) => (id === null ? -1 : ids.indexOf(id));

/** The index of the row the keys are at; -1 before the first key. */
export function position(selection: Selection, ids: readonly number[]): number {
  return indexOf(ids, selection.at);
}

/** Moves to a row by index, clamped; with `extend`, everything from where Shift began is chosen. */
export function moveTo(
  selection: Selection,
  ids: readonly number[],
  index: number,
  extend = false,
): Selection {
  const wanted = Math.min(ids.length - 1, Math.max(0, index));
  const at = ids[wanted];
  if (at === undefined) return selection;
  if (!extend) return { ...selection, at, from: at };
  const begin = indexOf(ids, selection.from ?? selection.at);
  const from = ids[begin < 0 ? wanted : begin] ?? at;
  const [low, high] = [Math.min(begin < 0 ? wanted : begin, wanted), Math.max(begin, wanted)];
  return { chosen: new Set([...selection.chosen, ...ids.slice(low, high + 1)]), at, from };
}

/** Chooses a row, or lets it go. */
export function toggled(selection: Selection, id: number): Selection {
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(id)) chosen.add(id);
  return { chosen, at: id, from: id };
}

/** Chooses all; all chosen already, lets all go. */
export function all(selection: Selection, ids: readonly number[]): Selection {
  const whole = ids.length > 0 && ids.every((id) => selection.chosen.has(id));
  return { ...selection, chosen: new Set(whole ? [] : ids) };
}

/** Lets all go; the keys stay where they are. */
export function none(selection: Selection): Selection {
  return { ...selection, chosen: new Set() };
}

/** Without those that are no longer listed. */
export function within(selection: Selection, ids: readonly number[]): Selection {
  const there = new Set(ids);
  const chosen = [...selection.chosen].filter((id) => there.has(id));
  return chosen.length === selection.chosen.size
    ? selection
    : { ...selection, chosen: new Set(chosen) };
}
