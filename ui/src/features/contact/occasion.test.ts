import { expect, test } from "vitest";
import { readOccasion, writeOccasion } from "./occasion";

test.each([
  ["4 mar", "--03-04"],
  ["4 March 1986", "1986-03-04"],
  ["March 4, 1986", "1986-03-04"],
  ["mar 4th", "--03-04"],
  ["march", "--03"],
  ["March 1986", "1986-03"],
  ["1986-03-04", "1986-03-04"],
  ["--03-04", "--03-04"],
  ["03-04", "--03-04"],
  ["4.3.", "--03-04"],
  ["4.3.1986", "1986-03-04"],
  ["29 feb", "--02-29"],
])("%s is read as %s", (typed, date) => {
  expect(readOccasion(typed)).toBe(date);
});

test.each(["30 feb", "soon", "", "4", "29 feb 2027", "32 march"])("%s is no date", (typed) => {
  expect(readOccasion(typed)).toBeNull();
});

test.each(["1986-03-04", "--03-04", "--03", "1986-03", "--02-29"])(
  "%s can be edited as it is written",
  (date) => {
    expect(readOccasion(writeOccasion(date))).toBe(date);
  },
);
