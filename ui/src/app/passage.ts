/** A passage cut into what matched and what did not. */

export interface Piece {
  text: string;
  marked: boolean;
}

/**
 * Cuts `passage` at `highlights`, which count Unicode scalar values, not UTF-16 units.
 * Ranges may overlap or reach beyond the end; nothing of the text is lost or doubled.
 */
export function pieces(
  passage: string,
  highlights: readonly (readonly [number, number])[],
): Piece[] {
  const chars = Array.from(passage);
  const cut: Piece[] = [];
  const put = (from: number, to: number, marked: boolean) => {
    if (to > from) cut.push({ text: chars.slice(from, to).join(""), marked });
  };
  let done = 0;
  for (const [from, to] of [...highlights].sort((a, b) => a[0] - b[0])) {
    const start = Math.max(done, Math.min(from, chars.length));
    const end = Math.min(to, chars.length);
    if (end <= start) continue;
    put(done, start, false);
    put(start, end, true);
    done = end;
  }
  put(done, chars.length, false);
  return cut;
}
