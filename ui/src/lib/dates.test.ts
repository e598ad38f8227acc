import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readDay } from "./date-words";
import {
  addMonths,
  daysBetween,
  dueWords,
  duration,
  isDay,
  longDay,
  middleDay,
  occasionDay,
  relativeDay,
  shortDay,
} from "./dates";
import { intervalWords } from "./interval";
import { among, speak } from "./language.svelte";
import { list, number } from "./plural";

const today = "2026-11-21"; // a Saturday

beforeEach(() => speak("en"));
afterEach(() => speak("en"));

describe("dates", () => {
  test("a due date says how late or how soon it is", () => {
    expect(dueWords("2026-11-21", today)).toBe("today");
    expect(dueWords("2026-12-09", today)).toBe("in 18 days");
    expect(dueWords("2026-11-20", today)).toBe("1 day late");
    expect(dueWords("2026-04-03", today)).toBe("232 days late");
  });

  test("days are counted over the change of clocks", () => {
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
    expect(relativeDay("2026-11-20", today)).toBe("yesterday");
  });

  test("a month later is clamped to the month's end", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2028-01-31", 1)).toBe("2028-02-29");
    expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
  });

  test("only dates that exist are dates", () => {
    expect(isDay("2026-02-29")).toBe(false);
    expect(isDay("2028-02-29")).toBe(true);
    expect(isDay("0099-01-01")).toBe(true);
  });

  test("the year is named only when it is another one", () => {
    expect(shortDay("2026-11-12", today)).toBe("12 Nov");
    expect(shortDay("2025-03-03", today)).toBe("3 Mar 2025");
    expect(middleDay("2026-11-20", today)).toBe("Fri 20 Nov");
    expect(longDay("2026-11-21")).toBe("Saturday, 21 November");
  });

  test("an occasion may lack its year or its day", () => {
    expect(occasionDay("1986-03-04")).toBe("4 March 1986");
    expect(occasionDay("--03-04")).toBe("4 March");
    expect(occasionDay("--03")).toBe("March");
    expect(occasionDay("--02-29")).toBe("29 February");
  });

  test("a duration is written in hours and minutes", () => {
    expect([20, 75, 120, 65].map(duration)).toEqual(["20 min", "1 h 15", "2 h", "1 h 05"]);
  });
});

describe("dates in German", () => {
  beforeEach(() => speak("de"));

  test("days are written as in German", () => {
    expect(shortDay("2026-11-12", today)).toBe("12. Nov.");
    expect(middleDay("2026-11-20", today)).toBe("Fr. 20. Nov.");
    expect(longDay("2026-11-21")).toBe("Samstag, 21. November");
    expect(occasionDay("1986-03-04")).toBe("4. März 1986");
    expect(occasionDay("--03")).toBe("März");
  });

  test("how far a day is, and how late, is said in German", () => {
    expect(relativeDay("2026-11-20", today)).toBe("gestern");
    expect(dueWords("2026-11-21", today)).toBe("heute");
    expect(dueWords("2026-12-09", today)).toBe("in 18 Tagen");
    expect(dueWords("2026-11-20", today)).toBe("1 Tag überfällig");
    expect(dueWords("2026-04-03", today)).toBe("232 Tage überfällig");
  });

  test("numbers, lists, rhythms and durations follow", () => {
    expect(number(1936.5)).toBe("1.936,5");
    expect(list(["Dana", "Rohan", "Luc"])).toBe("Dana, Rohan und Luc");
    expect([20, 75].map(duration)).toEqual(["20 Min.", "1 Std. 15"]);
    const said = ([1, 2, 3] as const).map((every) => intervalWords({ every, unit: "month" }));
    expect(said).toEqual(["monatlich", "alle 2 Monate", "vierteljährlich"]);
  });
});

test("the system's language is taken when there is a file for it, English else", () => {
  expect(among(["de-AT", "en"])).toBe("de");
  expect(among(["fr-FR", "de"])).toBe("de");
  expect(among(["ja"])).toBe("en");
});

describe("words for a date", () => {
  test.each([
    ["2026-12-24", "2026-12-24"],
    ["tomorrow", "2026-11-22"],
    ["in 3 weeks", "2026-12-12"],
    ["in two days", "2026-11-23"],
    ["friday", "2026-11-27"],
    ["next saturday", "2026-11-28"],
    ["12 mar", "2027-03-12"],
    ["24.12.", "2026-12-24"],
    ["1 month", "2026-12-21"],
    ["morgen", "2026-11-22"],
    ["übermorgen", "2026-11-23"],
    ["in 3 Wochen", "2026-12-12"],
    ["in einem Monat", "2026-12-21"],
    ["in zwei Jahren", "2028-11-21"],
    ["Freitag", "2026-11-27"],
    ["am Montag", "2026-11-23"],
    ["nächsten Samstag", "2026-11-28"],
    ["12. März", "2027-03-12"],
    ["3. mai 2030", "2030-05-03"],
    ["24. 12.", "2026-12-24"],
  ])("%s lies ahead on %s", (words, day) => expect(readDay(words, today, "future")).toBe(day));

  test.each([
    ["yesterday", "2026-11-20"],
    ["friday", "2026-11-20"],
    ["saturday", "2026-11-14"],
    ["last monday", "2026-11-16"],
    ["12 mar", "2026-03-12"],
    ["24 December", "2025-12-24"],
    ["3 days ago", "2026-11-18"],
    ["gestern", "2026-11-20"],
    ["letzten Freitag", "2026-11-20"],
    ["di", "2026-11-17"],
    ["vor 3 Tagen", "2026-11-18"],
    ["vor einer Woche", "2026-11-14"],
    ["24. Dez.", "2025-12-24"],
    ["1. Maerz", "2026-03-01"],
  ])("%s lies behind on %s", (words, day) => expect(readDay(words, today, "past")).toBe(day));

  test("what cannot be read is nothing, not a guess", () => {
    for (const words of [
      "",
      "soon",
      "bald",
      "31 feb",
      "2026-13-01",
      "32.1.",
      "money",
      "in 3",
      "vor",
    ])
      expect(readDay(words, today, "past")).toBeNull();
  });
});
