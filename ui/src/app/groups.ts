/** Groups as choices of a picker. */
import { call } from "../api/client";
import { intervalWords } from "../lib/interval";

interface GroupChoice {
  value: string;
  label: string;
  note: string;
}

/** The groups into which people can be put, whose name has what was typed, each with its rhythm beside it. */
export async function findGroups(text: string): Promise<GroupChoice[]> {
  const wanted = text.trim().toLowerCase();
  const groups = await call("group_list", {});
  return groups
    .filter(({ query, name }) => query === null && name.toLowerCase().includes(wanted))
    .map(({ id, name, cadence }) => ({
      value: String(id),
      label: name,
      note: cadence ? intervalWords(cadence) : "",
    }));
}
