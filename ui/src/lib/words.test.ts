import { describe, expect, test } from "vitest";
import { intervalWords } from "./interval";
import { ariaKeys, caps } from "./keys";
import { speak } from "./language.svelte";
import * as m from "./messages";
import { colourOf, initials } from "./names";
import { list } from "./plural";
import { mailLink, telLink } from "./reach";

describe("words", () => {
  test("a count takes the form its number wants", () => {
    const people = () => [0, 1, 2, 1936].map((n) => m.count_people({ n }));
    expect(people()).toEqual(["0 people", "1 person", "2 people", "1,936 people"]);
    speak("de");
    expect(people()).toEqual(["0 Personen", "1 Person", "2 Personen", "1.936 Personen"]);
    speak("en");
    expect(list(["Dana", "Rohan", "Luc"])).toBe("Dana, Rohan and Luc");
  });

  test("a rhythm has its everyday name", () => {
    expect(intervalWords({ every: 1, unit: "week" })).toBe("weekly");
    expect(intervalWords({ every: 3, unit: "month" })).toBe("quarterly");
    expect(intervalWords({ every: 30, unit: "day" })).toBe("every 30 days");
  });

  test("initials stand for a name in any script", () => {
    expect(initials("Dana Moreau")).toBe("DM");
    expect(initials("葉 美玲 (Mei-Ling Yeh)")).toBe("葉");
    expect(initials("Ørsted")).toBe("Ø");
    expect(initials("“Bo” Lindqvist")).toBe("BL");
    expect(initials("👩‍👩‍👧")).toBe("👩‍👩‍👧");
    expect(initials("")).toBe("?");
  });

  test("a colour stays with its seed", () => {
    expect(colourOf("uid-1")).toBe(colourOf("uid-1"));
  });

  test("key caps are written as on the keyboard", () => {
    expect(caps("$mod+Shift+P")).toEqual(["Ctrl", "Shift", "P"]);
    expect(caps("[Shift]+?")).toEqual(["?"]);
    expect([caps("[Shift]++"), caps("+")]).toEqual([["+"], ["+"]]);
    expect(caps("ArrowLeft")).toEqual(["←"]);
    expect(ariaKeys("$mod+Shift+P")).toBe("Control+Shift+P");
  });

  test("addresses carry nothing that was not meant", () => {
    expect(telLink("+33 (0)4 91-00")).toBe("tel:+3304910" + "0");
    expect(mailLink("dana@harbour.example?bcc=x@y.z")).toBe(
      "mailto:dana@harbour.example%3Fbcc%3Dx%40y.z",
    );
  });
});
