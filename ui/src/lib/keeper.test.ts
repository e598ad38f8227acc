import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keeper, LONGEST } from "./keeper";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a draft is on disk within half a second of the last key", async () => {
  const save = vi.fn(async () => {});
  const draft = keeper<string>(save);
  for (const text of ["h", "he", "hel"]) {
    draft.set(text);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(save).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(400);
  expect(save.mock.calls).toEqual([["hel"]]);
});

test("somebody who types without a pause is kept all the same", async () => {
  const save = vi.fn(async () => {});
  const draft = keeper<number>(save);
  for (let n = 0; n < LONGEST / 100 + 2; n += 1) {
    draft.set(n);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(save).toHaveBeenCalledTimes(1);
});

test("closing keeps what waits at once", async () => {
  const save = vi.fn(async () => {});
  const draft = keeper<string>(save);
  draft.set("all of it");
  await draft.flush();
  expect(save).toHaveBeenCalledWith("all of it");
});

test("a slow save never overtakes a later one, and none comes after a discard", async () => {
  const done: string[] = [];
  const draft = keeper<string>(async (body) => {
    await new Promise((settle) => setTimeout(settle, body === "slow" ? 900 : 1));
    done.push(body);
  });
  draft.set("slow");
  const slow = draft.flush();
  draft.set("quick");
  const quick = draft.flush();
  draft.set("never");
  const stopped = draft.stop();
  await vi.advanceTimersByTimeAsync(3_000);
  await Promise.all([slow, quick, stopped]);
  expect(done).toEqual(["slow", "quick"]);
});

test("a save that failed is told, and the next one is tried", async () => {
  const failed = vi.fn();
  let full = true;
  const save = vi.fn(async () => {
    if (full) throw new Error("the disk is full");
  });
  const draft = keeper<string>(save, failed);
  draft.set("one");
  await vi.advanceTimersByTimeAsync(500);
  expect(failed).toHaveBeenCalledTimes(1);
  full = false;
  draft.set("two");
  await expect(draft.flush()).resolves.toBeUndefined();
  expect(save).toHaveBeenLastCalledWith("two");
});
