import { expect, test } from "vitest";
import { facetsSteadily, inPlace, steadily, steady } from "./steady";

test("facets stay where they stood: what is gone has none, what is new comes behind", () => {
  const count = (value: string, number: number) => ({ value, count: number });
  const before = [count("Clients", 5), count("Peers", 3)];
  const now = [count("Peers", 3), count("Vendors", 2), count("Clients", 1)];
  expect(steady(before, now)).toEqual([
    count("Clients", 1),
    count("Peers", 3),
    count("Vendors", 2),
  ]);
  expect(steady(before, [])).toEqual([count("Clients", 0), count("Peers", 0)]);
  expect(steady([], now)).toEqual(now);
});

test("whoever stood there stays there when the same question is answered anew", () => {
  const stood = (before: string[], now: string[]) => inPlace(before, now, (id) => id).join("");
  expect(stood(["a", "b", "c"], ["c", "a", "b"])).toBe("abc");
  expect(stood(["a", "b", "c"], ["d", "c", "a"])).toBe("acd");
  expect(stood([], ["b", "a"])).toBe("ba");
});

test("another question begins in its own order", () => {
  const rows = steadily<string>((id) => id);
  expect(rows("sailing", ["a", "b"])).toEqual(["a", "b"]);
  expect(rows("sailing", ["b", "a", "c"])).toEqual(["a", "b", "c"]);
  expect(rows("french", ["c", "a"])).toEqual(["c", "a"]);
});

test("facets stay while the same words are asked for, and begin anew with others", () => {
  const none = { groups: [], organisations: [], channels: [], tags: [], places: [], years: [] };
  const groups = (...values: string[]) => ({
    ...none,
    groups: values.map((value) => ({ value, count: 1 })),
  });
  const spread = facetsSteadily();
  expect(spread("sailing", none)).toBeNull();
  spread("sailing", groups("Clients", "Peers"));
  const narrowed = spread("sailing", groups("Peers"));
  expect(narrowed?.groups.map(({ value }) => value)).toEqual(["Clients", "Peers"]);
  expect(spread("tea", groups("Peers"))?.groups.map(({ value }) => value)).toEqual(["Peers"]);
});
