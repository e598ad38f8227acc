/** The language of every word, date and number on screen. Changing it changes them all at once. */
import { LANGUAGES } from "./gen/languages";

/** A language there is a message file for. */
export type Language = keyof typeof LANGUAGES;

/** What can be chosen: a language, or that of the system. */
export type Choice = Language | "system";

const known = (code: string): code is Language => code in LANGUAGES;

/** The first of the wanted languages that there is; English where there is none. */
export function among(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.toLowerCase().split("-")[0] ?? "").find(known) ?? "en";
}

const current: { language: Language } = $state({ language: among(navigator.languages) });

/** The language now, reactively. */
export function language(): Language {
  return current.language;
}

/** How dates and numbers are written now: "en-GB". */
export function locale(): string {
  return LANGUAGES[current.language].locale;
}

/** How small numbers are written now, where that needs no Intl. */
export function small(): { decimal: string; one: number[] } | null {
  return LANGUAGES[current.language].small;
}

/** Speaks that language from now on. */
export function speak(choice: Choice): void {
  current.language = choice === "system" ? among(navigator.languages) : choice;
}

/** Something that hangs on the locale only, made once for each: a format of Intl, say. */
export function perLocale<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const at = locale();
    const found = made.get(at) ?? make(at);
    made.set(at, found);
    return found;
  };
}
