/** Where the person is. The address after `#` is the truth, so back and forward work. */
import type { SearchSort } from "../api/bindings";

/** What was found, by person or flat by conversation. */
export type SearchView = "people" | "conversations";

export type Route =
  | { at: "start" }
  | { at: "today" }
  | { at: "who-matters" }
  | { at: "people" }
  | { at: "forecast" }
  | { at: "kept" }
  | { at: "contact"; id: number; tab: string }
  | { at: "journal"; conversation: number | null }
  | { at: "search"; text: string; view?: SearchView; sort?: SearchSort }
  /** Who would want this? */
  | { at: "wanted" }
  | { at: "settings"; section: string }
  /** The user guide; "" is its contents. */
  | { at: "guide"; page: string };

/** The address of a route. */
export function href(route: Route): string {
  switch (route.at) {
    case "contact":
      return `#/people/${route.id}${route.tab === "timeline" ? "" : `/${route.tab}`}`;
    case "journal":
      return route.conversation === null ? "#/journal" : `#/journal/${route.conversation}`;
    case "search":
      return [
        `#/search?q=${encodeURIComponent(route.text)}`,
        ...(route.view === "conversations" ? ["view=conversations"] : []),
        ...(route.sort && route.sort !== "relevance" ? [`sort=${route.sort}`] : []),
      ].join("&");
    case "settings":
      return route.section === "" ? "#/settings" : `#/settings/${route.section}`;
    case "guide":
      return route.page === "" ? "#/guide" : `#/guide/${route.page}`;
    case "start":
    case "today":
    case "who-matters":
    case "people":
    case "forecast":
    case "kept":
    case "wanted":
      return `#/${route.at}`;
  }
}

const SORTS: readonly SearchSort[] = ["relevance", "name", "last_touch", "stretch"];

function found(asked: URLSearchParams): Route {
  const view = asked.get("view") === "conversations" ? "conversations" : undefined;
  const sort = SORTS.find((one) => one === asked.get("sort"));
  return { at: "search", text: asked.get("q") ?? "", ...(view && { view }), ...(sort && { sort }) };
}

/** The route an address means; anything unknown is Today. */
export function parse(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [head = "", second = "", third = ""] = path.split("/");
  const id = /^\d+$/.test(second) ? Number(second) : null;
  switch (head) {
    case "people":
      return id === null ? { at: "people" } : { at: "contact", id, tab: third || "timeline" };
    case "journal":
      return { at: "journal", conversation: id };
    case "search":
      return found(new URLSearchParams(search));
    case "settings":
      return { at: "settings", section: second };
    case "guide":
      return { at: "guide", page: second };
    case "start":
    case "who-matters":
    case "forecast":
    case "kept":
    case "wanted":
      return { at: head };
    default:
      return { at: "today" };
  }
}

const current: { route: Route } = $state({ route: parse(location.hash) });

let address = location.hash;
let later: ReturnType<typeof setTimeout> | undefined;

addEventListener("hashchange", () => {
  clearTimeout(later);
  address = location.hash;
  current.route = parse(address);
});

/** WebKit takes a hundred in half a minute and throws then: whoever types fast goes on, and the address follows. */
const AGAIN = 1_000;

function write(how: "push" | "replace"): void {
  clearTimeout(later);
  try {
    // Not by setting the hash, which is told a frame later.
    if (how === "replace") history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  } catch {
    if (how === "push") location.hash = address;
    else later = setTimeout(() => write("replace"), AGAIN);
  }
}

/** The route now, reactively. */
export function route(): Route {
  return current.route;
}

/** Goes there. `replace` leaves no step to go back to, for a search that is still being typed. */
export function go(to: Route, how: "push" | "replace" = "push"): void {
  const next = href(to);
  if (next === address) return;
  address = next;
  current.route = parse(next);
  write(how);
}

/** Goes to a contact's page. */
export function goToContact(id: number, tab = "timeline"): void {
  go({ at: "contact", id, tab });
}
