/** How the list is looked at. Kept while the window lives, so that coming back finds it as it was. */
import type { PeopleFilter, PeopleSort } from "../../api/bindings";
import { NOTHING, type Selection } from "./selection";

interface View {
  filter: PeopleFilter;
  sort: PeopleSort;
  descending: boolean;
  text: string;
  /** A group's name; "" for all. */
  group: string;
}

/** The view, reactively. */
export const view: View = $state({
  filter: "all",
  sort: "name",
  descending: false,
  text: "",
  group: "",
});

/** The rows chosen. */
export const picked: { now: Selection } = $state({ now: NOTHING });

/** Sorts by a column; by the same again turns it round. */
export function sortBy(sort: PeopleSort): void {
  view.descending = view.sort === sort ? !view.descending : false;
  view.sort = sort;
}
