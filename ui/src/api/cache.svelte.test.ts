import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setHost } from "../host/current";
import type { Changes, Host } from "../host/host";
import { answerAhead, forgetAhead, query, startListening, type Query } from "./cache.svelte";

interface Asked {
  input: unknown;
  answer: (value: unknown) => void;
  fail: (error: unknown) => void;
}

let asked: Asked[] = [];
let change: (changes: Changes) => void = () => {};
let stops: (() => void)[] = [];

beforeEach(() => {
  asked = [];
  setHost({
    call: (_command: string, input: unknown) =>
      new Promise((answer, fail) => asked.push({ input, answer, fail })),
    listen: (heard: (changes: Changes) => void) => {
      change = heard;
      return () => {};
    },
    dayChanged: () => () => {},
  } as unknown as Host);
  stops = [startListening()];
});
afterEach(() => stops.forEach((stop) => stop()));

const settle = async () => {
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  flushSync();
};

function begin(id: () => number): Query<unknown> {
  let made: Query<unknown> | undefined;
  stops.push(
    $effect.root(() => {
      made = query("conversation_get", () => ({ id: id() }), { on: ["conversations"] });
    }),
  );
  flushSync();
  if (!made) throw new Error("no query");
  return made;
}

test("an answer that was overtaken by a later question is never shown", async () => {
  let id = $state(1);
  const result = begin(() => id);
  id = 2;
  flushSync();
  expect(asked.map((one) => one.input)).toEqual([{ id: 1 }, { id: 2 }]);
  asked[1]?.answer("second");
  await settle();
  asked[0]?.answer("first");
  await settle();
  expect(result.data).toBe("second");
});

test("answers that come in any order never bring an older one back", async () => {
  let id = $state(1);
  const result = begin(() => id);
  for (const next of [2, 3, 4]) {
    id = next;
    flushSync();
  }
  const shown: unknown[][] = [];
  for (const turn of [1, 3, 0, 2]) {
    asked[turn]?.answer(turn + 1);
    await settle();
    shown.push([result.data, result.answers]);
  }
  const last = [4, { id: 4 }];
  expect(shown).toEqual([[undefined, undefined], last, last, last]);
});

test("while nothing is asked there is no answer, not even the one before for the next question", async () => {
  let id: number | null = $state(1);
  let made: Query<unknown> | undefined;
  stops.push(
    $effect.root(() => {
      made = query("conversation_get", () => (id === null ? null : { id }));
    }),
  );
  flushSync();
  asked[0]?.answer("first");
  await settle();
  expect(made?.data).toBe("first");
  id = null;
  flushSync();
  expect(made?.data).toBeUndefined();
  id = 2;
  flushSync();
  expect(made?.data).toBeUndefined();
  asked[1]?.answer("second");
  await settle();
  expect(made?.data).toBe("second");
});

test("a change of its kind asks again, another kind does not", async () => {
  const result = begin(() => 1);
  asked[0]?.answer("before");
  await settle();
  change({ kinds: ["settings"] });
  expect(asked.length).toBe(1);
  change({ kinds: ["conversations", "history"] });
  expect(asked.length).toBe(2);
  expect(result.data).toBe("before");
  asked[1]?.answer("after");
  await settle();
  expect(result.data).toBe("after");
});

test("a burst of changes asks once while one is under way, and once after", async () => {
  begin(() => 1);
  for (let i = 0; i < 10; i += 1) change({ kinds: ["conversations"] });
  expect(asked.length).toBe(1);
  asked[0]?.answer("first");
  await settle();
  expect(asked.length).toBe(2);
});

test("an error is told, and the answer before it stays", async () => {
  const result = begin(() => 1);
  asked[0]?.answer("kept");
  await settle();
  change({ kinds: ["conversations"] });
  asked[1]?.fail({ code: "busy", message: "Somebody else is busy.", hint: "Wait a moment." });
  await settle();
  expect(result.data).toBe("kept");
  expect(result.error?.code).toBe("busy");
  expect(result.error?.message).toBe("Somebody else is busy.");
});

test("an answer given ahead is there at once, is not asked for, and follows changes", async () => {
  answerAhead([{ command: "conversation_get", input: { id: 1 }, answer: "ahead" }]);
  const result = begin(() => 1);
  expect([result.data, result.loading, asked.length]).toEqual(["ahead", false, 0]);
  change({ kinds: ["conversations"] });
  asked[0]?.answer("after");
  await settle();
  expect(result.data).toBe("after");
});

test("an answer given ahead is taken once, by the very question, and no later than the first picture", () => {
  answerAhead([{ command: "conversation_get", input: { id: 1 }, answer: "ahead" }]);
  expect(begin(() => 2).data).toBeUndefined();
  expect(begin(() => 1).data).toBe("ahead");
  expect(begin(() => 1).data).toBeUndefined();
  answerAhead([{ command: "conversation_get", input: { id: 1 }, answer: "old" }]);
  forgetAhead();
  expect(begin(() => 1).data).toBeUndefined();
});
