import { expect, test } from "vitest";
import { all, moveTo, none, NOTHING, position, toggled, within } from "./selection";

const ids = [10, 20, 30, 40, 50];

test("the keys begin at the first row and stop at the last", () => {
  let now = moveTo(NOTHING, ids, position(NOTHING, ids) + 1);
  expect(now.at).toBe(10);
  now = moveTo(now, ids, 99);
  expect(now.at).toBe(50);
  expect(now.chosen.size).toBe(0);
});

test("space chooses a row and lets it go", () => {
  const now = toggled(NOTHING, 20);
  expect([...now.chosen]).toEqual([20]);
  expect([...toggled(now, 20).chosen]).toEqual([]);
});

test("shift chooses everything on the way, up and down", () => {
  let now = moveTo(NOTHING, ids, 2);
  now = moveTo(now, ids, 3, true);
  now = moveTo(now, ids, 4, true);
  expect([...now.chosen]).toEqual([30, 40, 50]);
  const up = moveTo(moveTo(NOTHING, ids, 2), ids, 0, true);
  expect([...up.chosen]).toEqual([10, 20, 30]);
  expect([...moveTo(NOTHING, ids, 1, true).chosen]).toEqual([20]);
});

test("Ctrl A chooses all, and again none", () => {
  const now = all(NOTHING, ids);
  expect(now.chosen.size).toBe(5);
  expect(all(now, ids).chosen.size).toBe(0);
  expect(none(now).chosen.size).toBe(0);
});

test("who leaves the list is no longer chosen", () => {
  const now = all(NOTHING, ids);
  expect([...within(now, [10, 50]).chosen]).toEqual([10, 50]);
  expect(within(now, ids)).toBe(now);
});

test("the row stays under the keys when the list is sorted another way", () => {
  const now = moveTo(NOTHING, ids, 1);
  expect(position(now, [50, 40, 30, 20, 10])).toBe(3);
});
