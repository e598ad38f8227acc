/** A contact as a form, and what of it was changed. Pure. */
import type {
  AddressParts,
  Contact,
  ContactEdit,
  ContactKind,
  PointInput,
  PointKind,
} from "../../api/bindings";
import * as m from "../../lib/messages";

/** One way to reach somebody, as it is edited. `key` only tells the rows apart. */
export interface PointForm {
  key: number;
  kind: PointKind;
  value: string;
  label: string;
  parts: AddressParts;
}

export interface DetailsForm {
  name: string;
  kind: ContactKind;
  given: string;
  family: string;
  /** Separated by commas. */
  nicknames: string;
  org: string;
  title: string;
  about: string;
  expectations: string;
  /** The day they died, as it is typed; empty for the living. */
  died: string;
  points: PointForm[];
  groups: string[];
}

/** The parts of an address in the order they are asked for. */
export const PARTS: readonly { key: keyof AddressParts; label: () => string }[] = [
  { key: "street", label: m.details_street },
  { key: "extended", label: m.details_extended },
  { key: "po_box", label: m.details_po_box },
  { key: "postcode", label: m.details_postcode },
  { key: "city", label: m.details_city },
  { key: "region", label: m.details_region },
  { key: "country", label: m.details_country },
];

/** The form of a contact. */
export function formOf(contact: Contact): DetailsForm {
  const { name, kind, given, family, org, title, about, expectations } = contact;
  return {
    name,
    kind,
    given,
    family,
    nicknames: contact.nicknames.join(", "),
    org,
    title,
    about,
    expectations,
    died:
      contact.deceased_on === "unknown" ? m.details_died_unknown() : (contact.deceased_on ?? ""),
    points: contact.points.map((point) => ({
      key: point.id,
      kind: point.kind,
      value: point.value,
      label: point.label,
      parts: { ...point.parts },
    })),
    groups: contact.groups.map((group) => group.name),
  };
}

const some = (parts: AddressParts) => Object.values(parts).some((part) => part?.trim());

/** An address whose parts are known is put together by the core; its old line would be stale. */
function pointInput({ kind, value, label, parts }: PointForm, before: PointForm[]): PointInput {
  if (kind !== "address") return { kind, value: value.trim(), label: label.trim() };
  const old = before.find((one) => one.kind === "address" && one.value === value);
  const touched = !old || JSON.stringify(old.parts) !== JSON.stringify(parts);
  const line = some(parts) && touched ? "" : value.trim();
  return { kind, value: line, label: label.trim(), parts };
}

const filled = (point: PointForm) => point.value.trim() !== "" || some(point.parts);
const names = (text: string) =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
const bare = (points: PointForm[]) =>
  points.map(({ kind, value, label, parts }) => [kind, value, label, parts]);
const differ = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

/** What was changed, as the core takes it; null when nothing was. */
export function editOf(id: number, form: DetailsForm, before: DetailsForm): ContactEdit | null {
  const edit: ContactEdit = { who: id };
  for (const field of [
    "name",
    "kind",
    "given",
    "family",
    "org",
    "title",
    "about",
    "expectations",
  ] as const)
    if (form[field] !== before[field]) Object.assign(edit, { [field]: form[field] });
  const died = form.died.trim();
  if (died !== before.died)
    edit.deceased = died === m.details_died_unknown() ? "unknown" : died || null;
  if (differ(names(form.nicknames), names(before.nicknames)))
    edit.nicknames = names(form.nicknames);
  if (differ(bare(form.points), bare(before.points)))
    edit.points = form.points.filter(filled).map((point) => pointInput(point, before.points));
  if (differ(form.groups, before.groups)) edit.groups = form.groups;
  return Object.keys(edit).length > 1 ? edit : null;
}
