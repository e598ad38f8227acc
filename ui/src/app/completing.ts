/** Where an option goes in the query. The core counts characters, a field UTF-16 units. */

/** How many characters stand before a place of the field. */
export function charactersBefore(text: string, units: number): number {
  return Array.from(text.slice(0, units)).length;
}

/** The query with the option in it, and where the caret is then. Behind a whole word the next one begins. */
export function completed(
  text: string,
  { from, to }: { from: number; to: number },
  insert: string,
): { text: string; caret: number } {
  const characters = Array.from(text);
  const before = characters.slice(0, from).join("") + insert;
  const after = characters.slice(to).join("");
  if (insert.endsWith(":")) return { text: before + after, caret: before.length };
  const space = /^[\s)]/u.test(after) ? "" : " ";
  const step = after.startsWith(" ") ? 1 : space.length;
  return { text: before + space + after, caret: before.length + step };
}
