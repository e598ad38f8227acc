import { expect, test } from "vitest";
import type { KeptDay } from "../../api/bindings";
import { level, weeks } from "./weeks";

const day = (date: string, reached: number, off = false): KeptDay => ({
  date,
  reached,
  off,
  nobody_due: false,
});

test("weeks begin on the first day, the latest stands first, and days off and a today that is not over are no routine days", () => {
  const days = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) =>
    day(`2026-11-${String(n).padStart(2, "0")}`, n === 3 || n === 8 ? 2 : 0, n === 7 || n === 8),
  );
  expect(weeks(days)).toEqual([
    { monday: "2026-11-09", days: [0, 0], reached: 0, kept: 0, routine: 1 },
    { monday: "2026-11-02", days: [0, 2, 0, 0, 0, null, 2], reached: 4, kept: 1, routine: 5 },
  ]);
});

test("a day shows as strong as it was beside the strongest", () => {
  expect([0, 1, 5, 6, 20].map((n) => level(n, 20))).toEqual([0, 1, 1, 2, 4]);
  expect([1, 2].map((n) => level(n, 2))).toEqual([1, 2]);
});
