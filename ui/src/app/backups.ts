/** How a backup is told of: when it was made, and what it holds. */
import type { Backup } from "../api/bindings";
import { clockOf, localToday, middleDay } from "../lib/dates";
import * as m from "../lib/messages";
import { list } from "../lib/plural";

/** "20 Nov, 09:05". */
export function backupMoment(backup: Backup): string {
  return `${middleDay(localToday(new Date(backup.at)), localToday())}, ${clockOf(backup.at)}`;
}

/** "312 people and 1,204 conversations", or that it cannot be read. */
export function backupHolds(backup: Backup): string {
  if (!backup.holds) return m.backup_unreadable();
  const { contacts, conversations } = backup.holds;
  return list([m.backup_people({ n: contacts }), m.backup_conversations({ n: conversations })]);
}
