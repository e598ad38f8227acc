/** How the core's kinds are named on screen. */
import type {
  Channel,
  Exchange,
  FactKind,
  FollowUp,
  FollowUpKind,
  Occasion,
  OccasionKind,
  PointKind,
} from "../api/bindings";

export const CHANNEL: Record<Channel, string> = {
  "in person": "In person",
  call: "Call",
  video: "Video call",
  message: "Message",
  mail: "Mail",
  letter: "Letter",
  event: "Event",
  other: "Talk",
};

export const FACT: Record<FactKind, string> = {
  personal: "Personal",
  professional: "Professional",
  wants: "Wants",
  offers: "Offers",
  likes: "Likes",
  dislikes: "Dislikes",
};

export const FOLLOW_UP: Record<FollowUpKind, string> = {
  promise: "Promise",
  "answer owed": "Answer owed",
  amends: "Amends",
  "thank-you": "Thank-you",
};

export const OCCASION: Record<OccasionKind, string> = {
  birthday: "Birthday",
  anniversary: "Anniversary",
  custom: "Another date",
};

export const POINT: Record<PointKind, string> = {
  email: "Mail",
  phone: "Phone",
  address: "Address",
  url: "Link",
  profile: "Profile",
};

/** The kinds as options of a choice. */
export function options<K extends string>(words: Record<K, string>): { value: K; label: string }[] {
  return (Object.keys(words) as K[]).map((value) => ({ value, label: words[value] }));
}

/** "asked · discount": what it was in a few words. */
export function exchangeWords(exchange: Exchange): string {
  const what =
    exchange.text.length > 0 && (exchange.text.length <= 32 || exchange.kind === "other")
      ? exchange.text
      : exchange.kind;
  const short = what.length > 40 ? `${what.slice(0, 38).trimEnd()}…` : what;
  return `${exchange.direction} · ${short}`;
}

/** The tone of a chip for what was given, received or asked. */
export const EXCHANGE_TONE = { gave: "ok", received: "got", asked: "ask" } as const;

/** Who owes it: "I promised", "They owe an answer". */
export function owed(one: FollowUp): string {
  switch (one.kind) {
    case "promise":
      return one.theirs ? "They promised" : "I promised";
    case "answer owed":
      return one.theirs ? "They owe an answer" : "I owe an answer";
    case "amends":
      return one.theirs ? "They make amends" : "I make amends";
    case "thank-you":
      return one.theirs ? "They owe thanks" : "I owe thanks";
  }
}

/** The name of a date: its own, or that of its kind. */
export function occasionName(one: Occasion): string {
  return one.label || (one.kind === "custom" ? "Date" : OCCASION[one.kind]);
}
