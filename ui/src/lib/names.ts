let segments: Intl.Segmenter | undefined;

/** A Latin letter that nothing is joined to. */
const PLAIN = /^[A-Za-zÀ-ɏ](?=[\x20-ɏ]|$)/;

/** The first grapheme. A segmenter takes longer to make than all the rest of a first picture: most names need none. */
function first(word: string): string {
  const plain = PLAIN.exec(word)?.[0];
  if (plain !== undefined) return plain;
  segments ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return [...segments.segment(word)][0]?.segment ?? "";
}

/** One or two graphemes that stand for a name: "DM", "葉", "Ö". */
export function initials(name: string): string {
  const words = name
    .replace(/\(.*?\)/g, " ")
    .trim()
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const head = words[0];
  if (!head) return first(name.trim()).toUpperCase() || "?";
  const tail = words.length > 1 ? words[words.length - 1] : undefined;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(head))
    return first(head);
  return (letter(head) + (tail ? letter(tail) : "")).toUpperCase();
}

function letter(word: string): string {
  return first(word.replace(/^[^\p{L}\p{N}]+/u, ""));
}

/** Grounds for white letters at 4.5:1 and more; neither amber nor red, which have meanings. */
const COLOURS = [
  "#1f6b54",
  "#3c5fa8",
  "#7a5ea8",
  "#4d6b7a",
  "#5a5f9e",
  "#2b6a78",
  "#6a5590",
  "#4b6a3f",
];

/** A colour that stays with its seed. */
export function colourOf(seed: string | number): string {
  let hash = 2166136261;
  for (const char of String(seed))
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0;
  return COLOURS[hash % COLOURS.length] ?? "#4d6b7a";
}
