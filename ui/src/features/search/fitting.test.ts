import { expect, test } from "vitest";
import { fitting, fittingAtMost } from "./fitting";

const window = { width: 1240, height: 780 };

test("a window shows few rows of long passages and many of short ones", () => {
  const long = Array.from({ length: 30 }, () => [300, 300, 300]);
  const short = Array.from({ length: 30 }, () => [20]);
  expect(fitting(long, window)).toBe(4);
  expect(fitting(short, window)).toBe(11);
  expect(fitting(long, { width: 700, height: 780 })).toBe(4);
  expect(fitting(short, { ...window, height: 2000 })).toBeGreaterThan(20);
});

test("fewer rows than fill the window are all drawn, and names without passages count too", () => {
  expect(fitting([[10], []], window)).toBe(2);
  expect(fitting([], window)).toBe(0);
  expect(
    fitting(
      Array.from({ length: 30 }, () => []),
      window,
    ),
  ).toBe(11);
  expect(fittingAtMost(window.height)).toBe(11);
});
