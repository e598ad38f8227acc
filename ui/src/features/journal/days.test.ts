import { expect, test } from "vitest";
import type { Conversation } from "../../api/bindings";
import { rowsOf } from "./days";

const talk = (id: number, start: string) => ({ id, start }) as Conversation;

test("each month has its heading once, whatever the form of the start", () => {
  const rows = rowsOf([
    talk(4, "2026-11-21T09:00:00+01:00"),
    talk(3, "2026-11-02"),
    talk(2, "2026-10-31"),
    talk(1, "2025-10-31"),
  ]);
  expect(rows.map((row) => row.key)).toEqual([
    "2026-11",
    "talk-4",
    "talk-3",
    "2026-10",
    "talk-2",
    "2025-10",
    "talk-1",
  ]);
});
