/**
 * Every text a person sees, as a function each: `import * as m from "…/lib/messages"`, then `m.today_done_title()`.
 * The texts are in `ui/messages/en.json` and its siblings. Call them where they are shown, not once at the top
 * of a module: then they follow when another language is chosen.
 */
export * from "./gen/messages";
