import { expect, test } from "vitest";
import { editOf, type DetailsForm } from "./details";

const form: DetailsForm = {
  name: "Dana Moreau",
  kind: "person",
  given: "Dana",
  family: "Moreau",
  nicknames: "Dani",
  org: "Harbour Supply",
  title: "",
  about: "",
  expectations: "",
  died: "",
  points: [
    { key: 1, kind: "phone", value: "+33 4 91", label: "work", parts: {} },
    {
      key: 2,
      kind: "address",
      value: "1 Quai, Marseille",
      label: "",
      parts: { street: "1 Quai", city: "Marseille" },
    },
  ],
  groups: ["Vendors"],
};

test("what was not touched is not sent", () => {
  expect(editOf(7, form, form)).toBeNull();
  expect(editOf(7, { ...form, nicknames: " Dani ," }, form)).toBeNull();
  expect(editOf(7, { ...form, title: "Lead" }, form)).toEqual({ who: 7, title: "Lead" });
});

test("an address is put together anew from parts that were changed, and only then", () => {
  const moved = {
    ...form,
    points: form.points.map((point) =>
      point.kind === "address" ? { ...point, parts: { ...point.parts, city: "Lyon" } } : point,
    ),
  };
  expect(editOf(7, moved, form)?.points).toEqual([
    { kind: "phone", value: "+33 4 91", label: "work" },
    { kind: "address", value: "", label: "", parts: { street: "1 Quai", city: "Lyon" } },
  ]);
  const other = { ...form, points: [{ ...form.points[0]!, value: "+33 5" }, form.points[1]!] };
  expect(editOf(7, other, form)?.points?.[1]?.value).toBe("1 Quai, Marseille");
});

test("an empty row is no point", () => {
  const more = {
    ...form,
    points: [...form.points, { key: 3, kind: "email" as const, value: " ", label: "", parts: {} }],
  };
  expect(editOf(7, more, form)?.points).toHaveLength(2);
});

test("a day of death is sent as it is typed, and none where it was taken away", () => {
  const dead = { ...form, died: "2024-05" };
  expect(editOf(7, { ...form, died: " 2024-05 " }, form)).toEqual({ who: 7, deceased: "2024-05" });
  expect(editOf(7, { ...form, died: "unknown" }, dead)).toEqual({ who: 7, deceased: "unknown" });
  expect(editOf(7, { ...form, died: " " }, dead)).toEqual({ who: 7, deceased: null });
  expect(editOf(7, { ...form, died: "2024-05 " }, dead)).toBeNull();
});
