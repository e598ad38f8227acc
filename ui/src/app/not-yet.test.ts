import { expect, test } from "vitest";
import { notYet } from "./not-yet";

test("while the index is built it is said what is searched meanwhile, and how far it is", () => {
  expect(notYet({ index: "away", building: { done: 43, total: 100 } })).toContain("43");
  expect(notYet({ index: "behind", building: { done: 100, total: 100 } })).toContain("99");
  expect(notYet({ index: "away", building: null })).not.toMatch(/\d/);
  expect(notYet({ index: "behind", building: { done: 0, total: 0 } })).not.toMatch(/\d/);
});
