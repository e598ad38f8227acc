import { expect, test } from "vitest";
import { asked, filter, has, insist, toggle, year, yearsBetween } from "./filters";

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

test("the years between the first and the last stand there too, twelve at most", () => {
  const found = (value: string, count: number) => ({ value, count });
  expect(yearsBetween([])).toEqual([]);
  expect(yearsBetween([found("2021", 3), found("2024", 1)])).toEqual([
    found("2021", 3),
    found("2022", 0),
    found("2023", 0),
    found("2024", 1),
  ]);
  const long = yearsBetween([found("1999", 2), found("2026", 5)]);
  expect(long.map(({ value }) => value)).toHaveLength(12);
  expect(long[0]).toEqual(found("2015", 0));
});

test("insisting on a word puts just that word in quotes", () => {
  expect(insist("jhon sailing", ["jhon"])).toBe('"jhon" sailing');
  expect(insist("(Jhon or dana) -golf", ["jhon", "golf"])).toBe('("Jhon" or dana) -"golf"');
  expect(insist("who sails, jhon?", ["jhon"])).toBe('who sails, "jhon"');
  expect(insist("jho*", ["jho"])).toBe('"jho"');
  expect(insist("o'brein's", ["o'brein's"])).toBe("\"o'brein's\"");
});

test("what is insisted on already, and filters, stay as they are", () => {
  for (const text of ['"jhon" x', "name:jhon", 'group:"jhon"', "jhonny"])
    expect(insist(text, ["jhon"])).toBe(text);
});

test("a facet does not change what is asked, another word does", () => {
  expect(asked('sailing group:"Core suppliers" since:2024 until:2024')).toBe("sailing");
  expect(asked("sailing name:dana #sea")).toBe("sailing name:dana #sea");
});
