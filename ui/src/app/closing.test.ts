import { afterEach, expect, test, vi } from "vitest";
import { call } from "../api/client";
import { setHost } from "../host/current";
import type { Changes, Host } from "../host/host";
import { watchRestoring } from "./closing";

let change: (changes: Changes) => void = () => {};
let answer: (value: unknown) => void = () => {};
const reload = vi.spyOn(location, "reload").mockImplementation(() => {});

function open(): void {
  setHost({
    call: () => new Promise((answered) => (answer = answered)),
    listen: (heard: (changes: Changes) => void) => {
      change = heard;
      return () => {};
    },
  } as unknown as Host);
  watchRestoring();
}

const settle = () => new Promise((done) => setTimeout(done, 20));

afterEach(() => {
  vi.useRealTimers();
  reload.mockClear();
});

test("the page stands until a restore is answered: it would be sent once more", async () => {
  open();
  const restored = call("restore", { file: "kith.db", dry_run: false });
  change({ kinds: ["restored"] });
  await settle();
  expect(reload).not.toHaveBeenCalled();
  answer(null);
  await restored;
  await settle();
  expect(reload).toHaveBeenCalledOnce();
});

test("an answer that never comes is waited for three seconds", async () => {
  vi.useFakeTimers();
  open();
  void call("status", {});
  change({ kinds: ["restored"] });
  await vi.advanceTimersByTimeAsync(2900);
  expect(reload).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(reload).toHaveBeenCalledOnce();
});
