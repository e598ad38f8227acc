/** Keeps in its place what stands on the screen while answers come, so that nothing moves under the pointer. */
import type { Count, Facets } from "../../api/bindings";

/**
 * The counts in the order in which they stood before, so that nothing moves under the pointer: what is new comes
 * behind, what is not found any longer stays with none.
 */
export function steady(before: readonly Count[], now: readonly Count[]): Count[] {
  const counts = new Map(now.map(({ value, count }) => [value, count]));
  const stood = new Set(before.map(({ value }) => value));
  return [
    ...before.map(({ value }) => ({ value, count: counts.get(value) ?? 0 })),
    ...now.filter(({ value }) => !stood.has(value)),
  ];
}

/**
 * The same question answered anew: who stood there stays where they stood, so that nothing moves under the pointer
 * or before the key; who is new comes behind.
 */
export function inPlace<T>(
  before: readonly string[],
  now: readonly T[],
  key: (one: T) => string,
): T[] {
  const places = new Map(before.map((id, place) => [id, place]));
  const place = (one: T) => places.get(key(one)) ?? Infinity;
  return [...now].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/** {@link inPlace} with a memory: the rows of a question are remembered until another one is asked. */
export function steadily<T>(key: (one: T) => string): (question: string, now: readonly T[]) => T[] {
  let asked = "";
  let before: string[] = [];
  return (question, now) => {
    const rows = inPlace(question === asked ? before : [], now, key);
    [asked, before] = [question, rows.map(key)];
    return rows;
  };
}

/**
 * {@link steady} for all facets, with a memory: they stay where they stood while no other words are asked for.
 * Answers null where there is nothing to narrow by.
 */
export function facetsSteadily(): (words: string, now: Facets) => Facets | null {
  let stood: { words: string; facets: Facets } | null = null;
  return (words, now) => {
    const before = stood?.words === words ? stood.facets : null;
    const of = (kind: keyof Facets) => steady(before?.[kind] ?? [], now[kind]);
    const facets: Facets = {
      groups: of("groups"),
      organisations: of("organisations"),
      channels: of("channels"),
      tags: of("tags"),
      places: of("places"),
      years: of("years"),
    };
    stood = { words, facets };
    return Object.values(facets).some((counts) => counts.length > 0) ? facets : null;
  };
}
