import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { afterEach, describe, expect, test } from "vitest";
import { BASE, compileAll, compileText, read } from "../../messages/compile.js";
import { LANGUAGES } from "./gen/languages";
import { speak } from "./language.svelte";
import * as m from "./messages";

const languages = read();
const base = languages[BASE] ?? {};
const others = Object.entries(languages).filter(([code]) => code !== BASE);

afterEach(() => speak("en"));

/** The forms of every plural in a message. */
function plurals(parts: MessageFormatElement[]): string[][] {
  return parts.flatMap((part) => {
    if (part.type !== TYPE.plural && part.type !== TYPE.select) return [];
    const inside = Object.values(part.options).flatMap(({ value }) => plurals(value));
    return part.type === TYPE.plural ? [Object.keys(part.options), ...inside] : inside;
  });
}

describe("the message files", () => {
  test.each(others)("%s says everything English says, and nothing else", (_, texts) => {
    expect(Object.keys(texts)).toEqual(Object.keys(base));
  });

  test.each(others)("%s takes the same placeholders", (code, texts) => {
    for (const [key, text] of Object.entries(base)) {
      const theirs = [...compileText(texts[key] ?? "").takes].sort();
      expect([key, theirs], code).toEqual([key, [...compileText(text).takes].sort()]);
    }
  });

  test.each(Object.entries(languages))("no message of %s is empty", (_, texts) => {
    const bad = Object.entries(texts).filter(([, text]) => text.trim() === "");
    expect(bad).toEqual([]);
  });

  test.each(Object.entries(languages))(
    "%s has every plural form of its language",
    (code, texts) => {
      const wanted = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
      for (const [key, text] of Object.entries(texts)) {
        for (const forms of plurals(parse(text, { ignoreTag: true }))) {
          // A form for exactly one stands for "one" where the language has no other use for it.
          const missing = wanted.filter(
            (form) => !forms.includes(form) && !(form === "one" && forms.includes("=1")),
          );
          expect([key, missing]).toEqual([key, []]);
        }
      }
    },
  );

  test("a translation that lost a placeholder is refused with its file and key", () => {
    const files = { en: { a_b: "Hello {name}" }, de: { a_b: "Hallo" } };
    expect(() => compileAll(files)).toThrow("messages/de.json, a_b");
  });

  test("a language that is not finished speaks English where it has nothing to say", () => {
    const made = compileAll({ en: { a_b: "Hello", a_c: "Bye" }, fr: { a_b: "Bonjour" } });
    expect(made.a).toContain('language() === "fr" ? "Bonjour" : "Hello"');
    expect(made.a).toContain('a_c = (): string => "Bye"');
  });
});

test("a message speaks the language of the moment", () => {
  const late = () => [1, 2].map((n) => m.dates_late({ n }));
  expect(late()).toEqual(["1 day late", "2 days late"]);
  speak("de");
  expect(late()).toEqual(["1 Tag überfällig", "2 Tage überfällig"]);
  expect(Object.keys(LANGUAGES)).toEqual(Object.keys(languages));
});
