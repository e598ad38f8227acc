/** How the core's kinds are named on screen, in the language of the moment. */
import type {
  Channel,
  Direction,
  Exchange,
  ExchangeInput,
  ExchangeKind,
  FactKind,
  FollowUp,
  Occasion,
  OccasionKind,
  PointKind,
  TodayView,
} from "../api/bindings";
import * as m from "../lib/messages";
import { number } from "../lib/plural";

export const CHANNEL: Record<Channel, () => string> = {
  "in person": m.channel_in_person,
  call: m.channel_call,
  video: m.channel_video,
  message: m.channel_message,
  mail: m.channel_mail,
  letter: m.channel_letter,
  event: m.channel_event,
  other: m.channel_other,
};

export const FACT: Record<FactKind, () => string> = {
  personal: m.fact_personal,
  professional: m.fact_professional,
  wants: m.fact_wants,
  offers: m.fact_offers,
  likes: m.fact_likes,
  dislikes: m.fact_dislikes,
};

export const OCCASION: Record<OccasionKind, () => string> = {
  birthday: m.occasion_birthday,
  anniversary: m.occasion_anniversary,
  custom: m.occasion_custom,
};

export const POINT: Record<PointKind, () => string> = {
  email: m.point_email,
  phone: m.point_phone,
  address: m.point_address,
  url: m.point_url,
  profile: m.point_profile,
};

export const DIRECTION: Record<Direction, () => string> = {
  gave: m.direction_gave,
  received: m.direction_received,
  asked: m.direction_asked,
};

export const EXCHANGE: Record<ExchangeKind, () => string> = {
  introduction: m.exchange_introduction,
  referral: m.exchange_referral,
  advice: m.exchange_advice,
  article: m.exchange_article,
  favour: m.exchange_favour,
  gift: m.exchange_gift,
  time: m.exchange_time,
  business: m.exchange_business,
  feedback: m.exchange_feedback,
  other: m.exchange_other,
};

/** The kinds as options of a choice. */
export function options<K extends string>(
  words: Record<K, () => string>,
): { value: K; label: string }[] {
  return (Object.keys(words) as K[]).map((value) => ({ value, label: words[value]() }));
}

/** "asked · discount": what it was in a few words. */
export function exchangeWords(exchange: Exchange): string {
  const what =
    exchange.text.length > 0 && (exchange.text.length <= 32 || exchange.kind === "other")
      ? exchange.text
      : EXCHANGE[exchange.kind]();
  const short = what.length > 40 ? `${what.slice(0, 38).trimEnd()}…` : what;
  return `${DIRECTION[exchange.direction]()} · ${short}`;
}

/** "gave · introduction: to Luc": what is about to be noted, in full. */
export function givenWords({ direction, kind, text }: ExchangeInput): string {
  return `${DIRECTION[direction]()} · ${EXCHANGE[kind ?? "other"]()}: ${text}`;
}

/** The tone of a chip for what was given, received or asked. */
export const EXCHANGE_TONE = { gave: "ok", received: "got", asked: "ask" } as const;

/** Who owes it: "I promised", "They owe an answer". */
export function owed(one: FollowUp): string {
  switch (one.kind) {
    case "promise":
      return one.theirs ? m.owed_promise_theirs() : m.owed_promise_mine();
    case "answer owed":
      return one.theirs ? m.owed_answer_theirs() : m.owed_answer_mine();
    case "amends":
      return one.theirs ? m.owed_amends_theirs() : m.owed_amends_mine();
    case "thank-you":
      return one.theirs ? m.owed_thanks_theirs() : m.owed_thanks_mine();
  }
}

/** The name of a date: its own, or that of its kind. */
export function occasionName(one: Occasion): string {
  return one.label || (one.kind === "custom" ? m.occasion_plain() : OCCASION[one.kind]());
}

/** A number of people a day as one says it: the core rounds the same way. */
function aDay(needed: number): string {
  if (needed > 0 && needed < 0.05) return m.routine_load_little({ n: number(0.1) });
  return m.count_people({ n: Math.round(needed * 10) / 10 });
}

/** Whether the pace holds the rhythms: "Your rhythms need 3.2 people a day; your pace is 5: …"; "" while unknown. */
export function loadWords(day: TodayView | undefined): string {
  if (!day) return "";
  const { needed_per_day: needed, pace_per_day: pace, with_rhythm: people } = day;
  if (people === 0) return m.routine_load_none();
  const late = () =>
    m.routine_load_late({
      times: Math.max(1.1, needed / pace),
      ways: m.routine_load_ways({ n: day.to_slow }),
    });
  const verdict =
    pace <= 0 ? m.routine_load_no_pace() : needed <= pace ? m.routine_load_fine() : late();
  return m.routine_load({ need: aDay(needed), pace, verdict });
}
