import { expect, test } from "vitest";
import { noteOf, withoutBegun } from "./search-parts";

test("a part whose value is still to come is not asked for yet", () => {
  expect(withoutBegun("sailing channel:")).toBe("sailing");
  expect(withoutBegun('sailing (dock -group:"')).toBe("sailing (dock");
  for (const text of ["channel:", "sailing re:", "sailing channel:call", "sailing :", ""])
    expect(withoutBegun(text)).toBe(text);
});

test("a note beside an option never repeats it", () => {
  const option = (label: string, value: boolean) =>
    noteOf({ insert: label, label, what: "channel", value });
  expect(option("channel:", false)).not.toBe("");
  expect(option("call", true)).toBe("");
  expect(option("video", true)).toBe("Video call");
});
