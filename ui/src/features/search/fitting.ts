/** How many rows a window shows at once: they are drawn with the key that asked for them, the others after it. */

/** What a row takes, in pixels: the least, its frame with a name, and each line of a passage. */
const LEAST = 74;
const FRAME = 48;
const LINE = 22;
/** How wide a letter of a passage is, and what stands beside the passages: less in a narrow window. */
const LETTER = 8;
const NARROW = 900;
const BESIDE = { wide: 700, narrow: 460 };
/** A passage is cut after so many lines. */
const LINES = 3;

/** About how tall passages of these lengths make a row in a window of this width. */
function height(passages: readonly number[], width: number): number {
  const letters = Math.max(24, (width - (width < NARROW ? BESIDE.narrow : BESIDE.wide)) / LETTER);
  const lines = passages.map((length) => Math.min(LINES, Math.max(1, Math.ceil(length / letters))));
  return Math.max(LEAST, FRAME + LINE * lines.reduce((sum, more) => sum + more, 0));
}

/** How many of the rows, told by the lengths of their passages, fill a window of this size. */
export function fitting(
  rows: readonly (readonly number[])[],
  { width, height: tall }: { width: number; height: number },
): number {
  let stands = 0;
  const beyond = rows.findIndex((passages) => (stands += height(passages, width)) >= tall);
  return beyond === -1 ? rows.length : beyond + 1;
}

/** How many rows a window of this height shows at most. */
export function fittingAtMost(tall: number): number {
  return Math.ceil(tall / LEAST);
}
