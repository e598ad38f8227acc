/** The journal as rows of one list: a heading for each month, then its conversations. */
import type { Conversation } from "../../api/bindings";
import { dayOf } from "../../lib/dates";

export type Row =
  { kind: "month"; key: string; month: string } | { kind: "talk"; key: string; talk: Conversation };

/** Rows of conversations that come newest first. */
export function rowsOf(talks: readonly Conversation[]): Row[] {
  const rows: Row[] = [];
  let month = "";
  for (const talk of talks) {
    const own = dayOf(talk.start).slice(0, 7);
    if (own !== month) rows.push({ kind: "month", key: own, month: (month = own) });
    rows.push({ kind: "talk", key: `talk-${talk.id}`, talk });
  }
  return rows;
}
