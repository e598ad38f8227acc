import type { SearchAnswer } from "../../api/bindings";
import * as m from "../../lib/messages";

/** What is not searched while the index is behind or being built, and how far that is. */
export function notYet({ index, building }: Pick<SearchAnswer, "index" | "building">): string {
  const percent =
    building && building.total > 0
      ? Math.min(99, Math.floor((100 * building.done) / building.total))
      : undefined;
  if (index === "away") {
    return percent === undefined ? m.search_away() : m.search_away_percent({ percent });
  }
  return percent === undefined ? m.search_behind() : m.search_behind_percent({ percent });
}
