import { expect, test } from "vitest";
import { charactersBefore, completed } from "./completing";

/** The query with its caret as `|`. */
function shown(text: string, range: { from: number; to: number }, insert: string): string {
  const put = completed(text, range, insert);
  return `${put.text.slice(0, put.caret)}|${put.text.slice(put.caret)}`;
}

test("a part takes the place of what was typed, and its value follows at once", () => {
  expect(shown("french gr", { from: 7, to: 9 }, "group:")).toBe("french group:|");
});

test("behind a value the next word begins", () => {
  expect(shown("tag:sa", { from: 0, to: 6 }, "tag:sailing")).toBe("tag:sailing |");
  expect(shown("tag:sa dock", { from: 0, to: 6 }, "tag:sailing")).toBe("tag:sailing |dock");
  expect(shown("(tag:sa)", { from: 1, to: 7 }, "tag:sailing")).toBe("(tag:sailing|)");
});

test("an emoji before it is one character to the core and two to the field", () => {
  expect(charactersBefore("🎉 da", 5)).toBe(4);
  expect(shown("🎉 with:da", { from: 2, to: 9 }, 'with:"Dana"')).toBe('🎉 with:"Dana" |');
});
