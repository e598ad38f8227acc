import { expect, test } from "vitest";
import { matching } from "./matching";

const pages = [
  { id: "today", title: "Today", html: "", text: "Whom to reach.\nLater sets someone aside." },
  { id: "search", title: "Search", html: "", text: "Type a word: café, 東京.\nPeople are found." },
];

test("every word must be on the page, and the line that holds them is shown", () => {
  expect(matching(pages, "later aside")).toEqual([
    { page: pages[0], line: "Later sets someone aside." },
  ]);
  expect(matching(pages, "CAFE").map(({ page }) => page.id)).toEqual(["search"]);
  expect(matching(pages, "later cafe")).toEqual([]);
});

test("without a word all pages stand there", () => {
  expect(matching(pages, "  ").map(({ line }) => line)).toEqual(["", ""]);
});
