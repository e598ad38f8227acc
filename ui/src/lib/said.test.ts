import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { CORE } from "./gen/core";
import { speak } from "./language.svelte";
import { say, sayPlain, translations } from "./said";

/** The core, and the few sentences of the window and its reminders. */
const SOURCES = ["core/src", "src", "notify/src"]
  .map((folder) => `../../../src-tauri/${folder}`)
  .map((folder) => join(import.meta.dirname, folder));
const rust = SOURCES.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".rs") && !path.endsWith("said.rs"))
    .map((path) => readFileSync(join(folder, path), "utf8")),
).join("\n");
const patterns = [...rust.matchAll(/\bsaid!\(\s*"([^"]*)"/g)].map((match) => match[1] ?? "");
const languages = Object.keys(CORE).map((code) => [code, translations(code)] as const);
const parts = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);

/** What the core cuts out of a longer pattern: "every {n} days" without its first word. */
const made = (pattern: string) => rust.includes(`"every ${pattern}"`);

afterEach(() => speak("en"));

describe("what the core says", () => {
  test("every sentence with parts that the core makes is found", () => {
    expect(patterns.length).toBeGreaterThan(50);
  });

  test.each(languages)("%s has a translation of each of them", (_, texts) => {
    expect(patterns.filter((pattern) => texts[pattern] === undefined)).toEqual([]);
  });

  test.each(languages)("%s translates nothing that the core no longer says", (_, texts) => {
    const gone = Object.keys(texts).filter(
      (pattern) => !rust.includes(`"${pattern}"`) && !made(pattern),
    );
    expect(gone).toEqual([]);
  });

  test.each(languages)("%s puts no part where there is none", (_, texts) => {
    const wrong = Object.entries(texts).filter(([pattern, text]) =>
      parts(text).some((part) => !parts(pattern).includes(part)),
    );
    expect(wrong).toEqual([]);
  });
});

test("a line of the history is said in German, names as they are", () => {
  const talk = {
    pattern: "{what} with {names}",
    parts: {
      what: { pattern: "a call", parts: {} },
      names: { pattern: "{one} and {other}", parts: { one: "Dana", other: "a call" } },
    },
  };
  const said = { pattern: "Logged {talk}", parts: { talk } };
  expect(say(said)).toBe("Logged a call with Dana and a call");
  speak("de");
  expect(say(said)).toBe("Festgehalten: ein Anruf mit Dana und a call");
  expect(sayPlain("A name is missing.")).toBe("Ein Name fehlt.");
  expect(sayPlain("Something nobody translated.")).toBe("Something nobody translated.");
});
