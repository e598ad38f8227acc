/** What the core says is English, with its pattern and parts beside it: here it is said in the language of the moment. */
import { CORE } from "./gen/core";
import { language } from "./language.svelte";

/** A sentence of the core: `Noted a fact about {name}`, and what stands for `{name}`. */
export interface Said {
  pattern: string;
  parts: Record<string, string | Said>;
}

/** The sentence in the language of the moment; in English where it has no translation. */
export function say({ pattern, parts }: Said): string {
  const text = CORE[language()]?.[pattern] ?? pattern;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const part = parts[name];
    return part === undefined ? whole : typeof part === "string" ? part : say(part);
  });
}

/** A sentence of the core that came without its pattern: translated when it is always the same. */
export function sayPlain(sentence: string): string {
  return CORE[language()]?.[sentence] ?? sentence;
}
