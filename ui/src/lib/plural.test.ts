import { afterEach, describe, expect, test } from "vitest";
import { LANGUAGES } from "./gen/languages";
import { speak, type Language } from "./language.svelte";
import { number, plural } from "./plural";

afterEach(() => speak("en"));

describe.each(Object.entries(LANGUAGES))("in %s", (code, { locale }) => {
  // Around the thousand, where Intl begins to be asked, and whatever is no small whole number.
  const numbers = [
    ...Array(1100).keys(),
    0.5,
    1.5,
    2.25,
    9.99,
    99.94,
    999.94,
    999.95,
    -1,
    -1.5,
    1e6,
  ];

  test("a number is written as Intl writes it", () => {
    speak(code as Language);
    const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    expect(numbers.map(number)).toEqual(numbers.map((n) => format.format(n)));
  });

  test("a number has the plural form that Intl says", () => {
    speak(code as Language);
    const rules = new Intl.PluralRules(locale);
    const forms = {
      zero: "zero",
      one: "one",
      two: "two",
      few: "few",
      many: "many",
      other: "other",
    };
    expect(numbers.map((n) => plural(n, forms))).toEqual(numbers.map((n) => rules.select(n)));
  });
});
