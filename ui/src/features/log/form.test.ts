import { describe, expect, test } from "vitest";
import {
  blank,
  draftName,
  editInput,
  logInput,
  problems,
  readMinutes,
  readTime,
  restored,
  startOf,
} from "./form";

const today = "2026-11-21";

describe("the log form", () => {
  test("minutes are read as people write them", () => {
    expect(["", "75", "1h15", "1 h 15", "1:15", "90 min", "2h", "1.5h"].map(readMinutes)).toEqual([
      null,
      75,
      75,
      75,
      75,
      90,
      120,
      90,
    ]);
    expect(readMinutes("a while")).toBeUndefined();
  });

  test("a time is read as people write it", () => {
    expect(["", "15:20", "1520", "3pm", "3:20 pm", "12am", "9"].map(readTime)).toEqual([
      null,
      "15:20",
      "15:20",
      "15:00",
      "15:20",
      "00:00",
      "09:00",
    ]);
    expect(["25", "13pm", "noon"].map(readTime)).toEqual([undefined, undefined, undefined]);
  });

  test("today without a time means now; another day without one is a bare date", () => {
    expect(startOf(blank(today), today)).toBeUndefined();
    expect(startOf({ ...blank(today), day: "2026-11-20" }, today)).toBe("2026-11-20");
    expect(startOf({ ...blank(today), time: "3pm" }, today)).toMatch(
      /^2026-11-21T15:00:00[+-]\d\d:\d\d$/,
    );
  });

  test("what was given goes with the talk, unless whoever got it was taken out", () => {
    const gave = (who: number) =>
      ({ with: who, direction: "gave", kind: "introduction", text: "to each other" }) as const;
    const contacts = [
      { id: 3, name: "Dana" },
      { id: 4, name: "Luc" },
    ];
    const form = blank(today, { contacts, exchanges: [gave(3), gave(4)] });
    expect(form.initiated).toBe("me");
    expect(logInput(form, today, "log").exchanges).toEqual([gave(3), gave(4)]);
    form.people.pop();
    expect(logInput(form, today, "log").exchanges).toEqual([gave(3)]);
  });

  test("a talk with someone new makes them with the same save", () => {
    const form = blank(today, { contacts: [{ id: 3, name: "Dana" }], channel: "call" });
    form.people.push({ id: null, name: "Luc Petit" });
    expect(logInput(form, today, "log")).toMatchObject({
      people: [3],
      new_people: ["Luc Petit"],
      channel: "call",
      draft: "log",
    });
  });

  test("an edit sends what was touched, and takes away what was emptied", () => {
    const before = { ...blank(today), minutes: "20", initiated: "me" as const, note: "one" };
    const edit = editInput(7, { ...before, minutes: "", note: "two" }, before, "conversation:7");
    expect(edit).toEqual({
      id: 7,
      people: [],
      new_people: [],
      minutes: null,
      note: "two",
      draft: "conversation:7",
    });
  });

  test("nothing at all cannot be saved, a name alone can", () => {
    expect(problems(blank(today)).note).toBeDefined();
    expect(problems(blank(today, { contacts: [{ id: 1, name: "Bo" }] }))).toEqual({});
  });

  test("a draft of an older form still opens, and rubbish does not", () => {
    expect(restored({ note: "half a" }, blank(today))?.note).toBe("half a");
    expect(restored("half a", blank(today))).toBeNull();
    expect(restored({ note: 1 }, blank(today))).toBeNull();
  });

  test("a form opened for someone has a draft of its own", () => {
    expect(draftName({})).toBe("log");
    expect(
      draftName({
        contacts: [
          { id: 9, name: "B" },
          { id: 2, name: "A" },
        ],
      }),
    ).toBe("log:2,9");
    expect(draftName({ conversation: 4 })).toBe("conversation:4");
  });
});
