import { expect, test } from "vitest";
import { filter, has, toggle, year } from "./filters";

test("a facet becomes a word of the query, and goes out again", () => {
  const group = filter("group", "Core suppliers");
  expect(group).toBe('group:"Core suppliers"');
  const text = toggle('sailing "dry dock"', group);
  expect(text).toBe('sailing "dry dock" group:"Core suppliers"');
  expect(has(text, group)).toBe(true);
  expect(toggle(text, group)).toBe('sailing "dry dock"');
});

test("a year is two filters that come and go together", () => {
  expect(toggle("sail", year("2024"))).toBe("sail since:2024 until:2024");
  expect(toggle("sail since:2024 until:2024", year("2024"))).toBe("sail");
  expect(filter("channel", "in person")).toBe('channel:"in person"');
});
