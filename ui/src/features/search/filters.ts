/** Facets as words of the query language: each is put into the text, or taken out again. */
import type { Count } from "../../api/bindings";

/** The filter as it stands in a query: `group:"Core suppliers"`, `channel:call`. */
export function filter(field: string, value: string): string {
  return /^[\p{L}\p{M}\p{N}_-]+$/u.test(value)
    ? `${field}:${value}`
    : `${field}:"${value.replaceAll('"', "")}"`;
}

/** A whole year, as two filters. */
export function year(value: string): string {
  return `since:${value} until:${value}`;
}

/** Every year from the first found to the last, the empty ones between them too; at most the last twelve. */
export function yearsBetween(found: readonly Count[]): Count[] {
  if (found.length === 0) return [];
  const counts = new Map(found.map(({ value, count }) => [Number(value), count]));
  const last = Math.max(...counts.keys());
  const first = Math.max(Math.min(...counts.keys()), last - 11);
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    value: String(first + index),
    count: counts.get(first + index) ?? 0,
  }));
}

const parts = (text: string): string[] => text.match(/-?[\p{L}]+:"[^"]*"?|"[^"]*"?|\S+/gu) ?? [];

/** Whether the filter stands in the query. */
export function has(text: string, wanted: string): boolean {
  const there = parts(text).map((part) => part.toLowerCase());
  return parts(wanted.toLowerCase()).every((part) => there.includes(part));
}

/** The query with the filter, or without it when it is there. */
export function toggle(text: string, wanted: string): string {
  if (!has(text, wanted)) return `${text.trim()} ${wanted}`.trim();
  const gone = parts(wanted.toLowerCase());
  return parts(text)
    .filter((part) => !gone.includes(part.toLowerCase()))
    .join(" ");
}

/** A word without the signs around it, to compare. */
const bare = (word: string): string =>
  word.replace(/^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, "").toLowerCase();

/** The query with these words in quotes, which asks for them just as they are written. */
export function insist(text: string, words: readonly string[]): string {
  const wanted = words.map(bare).filter(Boolean);
  return text.replace(/-?[\p{L}]+:"[^"]*"?|"[^"]*"?|\S+/gu, (part) => {
    const [, before = "", word = "", after = ""] = /^(\(*-?)(.*?)(\)*)$/su.exec(part) ?? [];
    if (/["“”„«»:]/u.test(word) || !wanted.includes(bare(word))) return part;
    return `${before}"${word.replace(/[*.,;:!?…]+$/u, "")}"${after}`;
  });
}

/** The query without what facets put into it: while it stays the same, the facets stay where they are. */
export function asked(text: string): string {
  const facet = /^-?(?:group|channel|tag|org|place|since|until):/iu;
  return parts(text)
    .filter((part) => !facet.test(part))
    .join(" ");
}
