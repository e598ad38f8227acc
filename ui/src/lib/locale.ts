/** The locale of every word and date on screen. One for now; it becomes a setting with the second language. */
export const LOCALE = "en-GB";
