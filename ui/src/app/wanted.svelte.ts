/** "Who would want this?": the text it is about, kept while one looks at a person and comes back. */
import { go } from "./routes.svelte";

/** A text whose readers are sought. */
export interface WantedText {
  text: string;
  /** From a file; undefined: read from the text. */
  title?: string;
  link?: string;
  /** The address a mail came from. */
  from?: string;
}

export const wanted: {
  article: WantedText;
  /** A file to read next. */
  file: string | null;
} = $state({ article: { text: "" }, file: null });

/** Whether a file is one to read, and none to import. */
export function isArticle(path: string): boolean {
  return /\.(txt|md|markdown|html?|xhtml|eml)$/i.test(path);
}

/** Asks who would want a file. */
export function openArticle(path: string): void {
  wanted.file = path;
  go({ at: "wanted" });
}
