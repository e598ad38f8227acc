/** What the core says is English, with its pattern and parts beside it: here it is said in the language of the moment. */
import { CORE } from "./gen/core";
import { language } from "./language.svelte";

/** A sentence of the core: `Noted a fact about {name}`, and what stands for `{name}`. */
export interface Said {
  pattern: string;
  parts: Record<string, string | Said>;
}

const read = new Map<string, Record<string, string>>();

/** The translations of a language, by English pattern. */
export function translations(language: string): Record<string, string> {
  const found =
    read.get(language) ?? (JSON.parse(CORE[language] ?? "{}") as Record<string, string>);
  read.set(language, found);
  return found;
}

/** The sentence in the language of the moment; in English where it has no translation. */
export function say({ pattern, parts }: Said): string {
  const text = translations(language())[pattern] ?? pattern;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const part = parts[name];
    return part === undefined ? whole : typeof part === "string" ? part : say(part);
  });
}

/** A sentence of the core that came without its pattern: translated when it is always the same. */
export function sayPlain(sentence: string): string {
  return translations(language())[sentence] ?? sentence;
}
