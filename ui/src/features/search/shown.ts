import type { SearchHit } from "../../api/bindings";

/** The passages of a person that are shown: their record alone says nothing that their name does not. */
export function shownOf(hits: readonly SearchHit[]): SearchHit[] {
  return hits.filter((hit) => hit.kind !== "contact" || hit.passage);
}
