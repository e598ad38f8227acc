import { expect, test } from "vitest";
import { pieces } from "./passage";

const shown = (passage: string, highlights: [number, number][]) =>
  pieces(passage, highlights)
    .map(({ text, marked }) => (marked ? `[${text}]` : text))
    .join("");

test("what matched is marked", () => {
  expect(shown("had just started sailing", [[17, 24]])).toBe("had just started [sailing]");
  expect(
    shown("sails and sailed", [
      [10, 16],
      [0, 5],
    ]),
  ).toBe("[sails] and [sailed]");
});

test("ranges count characters, so an emoji before the word moves nothing", () => {
  expect(shown("⛵️🎉 Inès sails 👩‍👩‍👧", [[9, 14]])).toBe("⛵️🎉 Inès [sails] 👩‍👩‍👧");
  expect(shown("𝒜𝒷 東京 cafe\u0301", [[3, 5]])).toBe("𝒜𝒷 [東京] cafe\u0301");
});

test("ranges that overlap or reach too far lose and double nothing", () => {
  expect(
    shown("one two", [
      [0, 3],
      [2, 5],
      [4, 99],
      [50, 60],
    ]),
  ).toBe("[one][ t][wo]");
  expect(pieces("plain", [])).toEqual([{ text: "plain", marked: false }]);
  expect(pieces("", [[0, 2]])).toEqual([]);
});
