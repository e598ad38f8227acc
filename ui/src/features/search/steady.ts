/** Keeps in its place what stands on the screen while answers come, so that nothing moves under the pointer. */
import type { Count } from "../../api/bindings";

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
