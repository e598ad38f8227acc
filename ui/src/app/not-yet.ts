import type { Building, SearchAnswer } from "../api/bindings";
import * as m from "../lib/messages";

/** How far the index is; undefined while that is not known. */
export function percentBuilt(building: Building | null): number | undefined {
  if (!building || building.total === 0) return undefined;
  return Math.min(99, Math.floor((100 * building.done) / building.total));
}

/** What is not searched while the index is behind or being built, and how far that is. */
export function notYet({ index, building }: Pick<SearchAnswer, "index" | "building">): string {
  const percent = percentBuilt(building);
  if (index === "away") {
    return percent === undefined ? m.search_away() : m.search_away_percent({ percent });
  }
  return percent === undefined ? m.search_behind() : m.search_behind_percent({ percent });
}
