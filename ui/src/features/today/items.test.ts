import { expect, test } from "vitest";
import { keep, type Item } from "./items";

const card = (key: string) => ({ key }) as Item;

test("the selection stays with its card", () => {
  expect(keep([card("a"), card("b"), card("c")], "c", 0)).toBe(2);
});

test("when a card leaves, the one that took its place is selected", () => {
  expect(keep([card("a"), card("c")], "b", 1)).toBe(1);
  expect(keep([card("a")], "b", 1)).toBe(0);
  expect(keep([], "b", 1)).toBe(0);
});
