import { perLocale, small } from "./language.svelte";

/** Texts for each plural form a language has, and for single numbers as "=0"; `other` is always there. */
export type Forms = Partial<Record<Intl.LDMLPluralRule | `=${number}`, string>> & { other: string };

const rules = perLocale((locale) => new Intl.PluralRules(locale));
const numbers = perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
const percents = perLocale(
  (locale) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }),
);
const lists = perLocale((locale) => new Intl.ListFormat(locale, { type: "conjunction" }));

/** Below it numbers need no Intl, whose first answers on a page take some 20 ms. */
const SMALL = 999.9;

/** Writes a number as the locale does: `1,936`, `3.2`. */
export function number(n: number): string {
  const own = n >= 0 && n <= SMALL ? small() : null;
  return own ? String(Math.round(n * 10) / 10).replace(".", own.decimal) : numbers().format(n);
}

/** Writes a share as the locale does: `78%`, `78 %`. */
export function percent(share: number): string {
  return percents().format(share);
}

/** The plural form that the language has for `n`. */
function formOf(n: number): Intl.LDMLPluralRule {
  const own = Number.isInteger(n) && n >= 0 && n <= SMALL ? small() : null;
  return own ? (own.one.includes(n) ? "one" : "other") : rules().select(n);
}

/** Picks the form for `n`. For compiled messages: texts with plurals are written in the message files. */
export function plural(n: number, forms: Forms): string {
  return forms[`=${n}`] ?? forms[formOf(n)] ?? forms.other;
}

/** Picks the text of that name. */
export function choose(name: string, texts: { other: string; [name: string]: string }): string {
  return texts[name] ?? texts.other;
}

/** Joins names: "Dana, Rohan and Luc". */
export function list(items: readonly string[]): string {
  return lists().format(items);
}
