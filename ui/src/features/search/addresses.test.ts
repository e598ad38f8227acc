import { expect, test } from "vitest";
import { addresses } from "./addresses";

const someone = (name: string, ...emails: string[]) => ({
  name,
  emails: emails.map((value) => ({ value })),
});

test("the first address of each is copied, each once, and who has none is counted", () => {
  const people = [
    someone("Dana Moreau", "dana@harbour.example", "dana@home.example"),
    someone("Dana M.", "DANA@harbour.example"),
    someone("Oriol Vidal"),
    someone("葉 美玲", "yeh@studio.example"),
  ];
  expect(addresses(people)).toEqual({
    text: "Dana Moreau <dana@harbour.example>, 葉 美玲 <yeh@studio.example>",
    count: 2,
    without: 1,
  });
});

test("a name with signs of its own stands in quotes", () => {
  expect(addresses([someone('Moreau, "Dana"', "d@x.example")]).text).toBe(
    '"Moreau, Dana" <d@x.example>',
  );
});
