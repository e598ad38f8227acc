import { expect, test, vi } from "vitest";
import { go, href, parse, route, type Route } from "./routes.svelte";

test("every place has an address that leads back to it", () => {
  const places: Route[] = [
    { at: "start" },
    { at: "today" },
    { at: "who-matters" },
    { at: "people" },
    { at: "forecast" },
    { at: "kept" },
    { at: "wanted" },
    { at: "contact", id: 12, tab: "timeline" },
    { at: "contact", id: 12, tab: "details" },
    { at: "contact", id: 12, tab: "introductions" },
    { at: "journal", conversation: null },
    { at: "journal", conversation: 3 },
    { at: "search", text: "café & #sailing %20 ?" },
    { at: "search", text: "sailing", view: "conversations" },
    { at: "search", text: "sailing", sort: "last_touch" },
    { at: "settings", section: "" },
    { at: "settings", section: "pace" },
  ];
  for (const place of places) expect(parse(href(place))).toEqual(place);
});

test("an unknown address is Today", () => {
  expect(parse("")).toEqual({ at: "today" });
  expect(parse("#/nowhere/12")).toEqual({ at: "today" });
  expect(parse("#/people/not-a-number")).toEqual({ at: "people" });
});

test("whoever types faster than addresses may be written goes on, and the address follows", () => {
  vi.useFakeTimers();
  const full = vi.spyOn(history, "replaceState").mockImplementation(() => {
    throw new DOMException("too many", "SecurityError");
  });
  go({ at: "search", text: "sail" });
  go({ at: "search", text: "sailing" }, "replace");
  expect(route()).toEqual({ at: "search", text: "sailing" });
  expect(location.hash).toBe("#/search?q=sail");
  full.mockRestore();
  vi.runAllTimers();
  expect(location.hash).toBe("#/search?q=sailing");
  vi.useRealTimers();
});
