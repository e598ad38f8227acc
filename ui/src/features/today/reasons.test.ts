import { expect, test } from "vitest";
import { reasons, triedOften } from "./reasons";

test("a card says why today, and shows an ask in violet", () => {
  const chips = reasons({
    reasons: [
      { kind: "overdue", days: 232, since_touch: 292, cadence_days: 60 },
      { kind: "asked_last", days: 112 },
    ],
  });
  expect(chips).toEqual([
    { tone: "late", text: "292 days since more than an ask, rhythm 60" },
    { tone: "ask", text: "spoke 112 days ago, asking" },
  ]);
});

test("amber is for due today, and someone never spoken with says so", () => {
  const chips = reasons({
    reasons: [
      { kind: "due_today", cadence_days: 30 },
      { kind: "never" },
      { kind: "tried", times: 2 },
    ],
  });
  expect(chips.map((chip) => `${chip.tone}: ${chip.text}`)).toEqual([
    "due: due today, rhythm 30",
    "plain: never spoken",
    "plain: tried twice",
  ]);
});

test("past at the latest is said before everything else", () => {
  const chips = reasons({
    reasons: [
      { kind: "latest", days: 3 },
      { kind: "overdue", days: 33, since_touch: 63, cadence_days: 30 },
    ],
  });
  expect(chips[0]).toEqual({ tone: "late", text: "3 days past “at the latest”" });
});

test("three tries in a row ask for another way", () => {
  const tried = (times: number) => ({ reasons: [{ kind: "tried" as const, times }] });
  expect([1, 2, 3, 4].map((times) => triedOften(tried(times)))).toEqual([0, 0, 3, 4]);
  expect(reasons(tried(3))).toEqual([{ tone: "late", text: "tried 3 times in a row" }]);
});
