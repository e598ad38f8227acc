import type { GuidePage } from "../../api/bindings";

/** Letters without their marks, small. */
const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The line that says most of what is looked for is cut to this. */
const LONGEST = 90;

/** The pages that hold every word, each with the first line that holds one; all pages where nothing is looked for. */
export function matching(
  pages: readonly GuidePage[],
  wanted: string,
): { page: GuidePage; line: string }[] {
  const words = folded(wanted).split(/\s+/).filter(Boolean);
  if (words.length === 0) return pages.map((page) => ({ page, line: "" }));
  return pages.flatMap((page) => {
    const all = folded(`${page.title}\n${page.text}`);
    if (!words.every((word) => all.includes(word))) return [];
    const lines = page.text.split("\n");
    const best =
      lines.find((line) => words.every((word) => folded(line).includes(word))) ??
      lines.find((line) => words.some((word) => folded(line).includes(word))) ??
      "";
    return [{ page, line: best.length > LONGEST ? `${best.slice(0, LONGEST)}…` : best }];
  });
}
