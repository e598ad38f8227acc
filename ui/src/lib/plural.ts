import { LOCALE } from "./locale";

/** Texts for each plural form a language has; `other` is always there. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

const rules = new Intl.PluralRules(LOCALE);
const numbers = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

/** Writes a number as the locale does: `1,936`, `3.2`. */
export function number(n: number): string {
  return numbers.format(n);
}

/** Picks the form for `n` and puts the number where `#` stands. */
export function plural(n: number, forms: Forms): string {
  return (forms[rules.select(n)] ?? forms.other).replace("#", number(n));
}

/** Joins names: "Dana, Rohan and Luc". */
export function list(items: readonly string[]): string {
  return new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(items);
}
