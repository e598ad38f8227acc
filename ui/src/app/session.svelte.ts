/** What the frame and several screens share, so that it is asked for once: today's list and the settings. */
import type { Output } from "../api/client";
import { localToday } from "../lib/dates";
import { query, type Query } from "../api/cache.svelte";

export type Day = Output<"today_get">;
export type Settings = Output<"settings_get">;

interface Session {
  day: Query<Day>;
  settings: Query<Settings>;
}

let current: Session | undefined;

/** Starts the shared queries. Called once, by App, while it is being made. */
export function startSession(): Session {
  current = {
    day: query("today_get", () => ({}), {
      on: ["people", "conversations", "give_and_take", "groups", "settings", "today"],
    }),
    settings: query("settings_get", () => ({}), { on: ["settings"] }),
  };
  return current;
}

/** The shared queries. */
export function session(): Session {
  if (!current) throw new Error("the session has not started");
  return current;
}

/** The routine day of the core, `YYYY-MM-DD`; what "today" means on every screen. */
export function today(): string {
  return session().day.data?.date ?? localToday();
}
