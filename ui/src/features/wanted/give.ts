/** Giving somebody a text: how the mail reads, and what is logged. */
import type { Contact, ConversationLog } from "../../api/bindings";

/** What is given. */
export interface Given {
  title: string;
  link: string | null;
  text: string;
}

/** The longest text that mail programs take with an address. */
export const LONGEST_BODY = 1_800;

/** The mail: its link, or else its text; undefined where that is too long for an address. */
export function mailText({ title, link, text }: Given): string | undefined {
  if (link !== null) return link;
  const body = text.trim() === title ? "" : text.trim();
  return body.length <= LONGEST_BODY ? body : undefined;
}

/** What is put on the clipboard for another way to send it. */
export function plainText({ title, link, text }: Given): string {
  if (link !== null) return title === link ? link : `${title}\n${link}`;
  return text.trim();
}

/** The input of `conversation_log`: a message of mine in which they got it. */
export function logInput(
  contact: Pick<Contact, "id">,
  { title, link }: Given,
  channel: "mail" | "message",
): ConversationLog {
  const text = link === null || title.includes(link) ? title : `${title} ${link}`;
  return {
    people: [contact.id],
    channel,
    initiated_by: "me",
    exchanges: [{ with: contact.id, direction: "gave", kind: "article", text }],
  };
}
