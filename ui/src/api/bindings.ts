// Provisional, until the core generates it.
export interface Operation { id: number; label: string; at: string; undone: boolean }
export interface Interval { every: number; unit: "day" | "week" | "month" | "year" }
export interface ContactRef { id: number; uid: string; name: string }
export interface Contact {
  id: number; uid: string; name: string; nicknames: string[]; org: string; title: string; about: string;
  groups: string[]; emails: { value: string; label: string }[]; phones: { value: string; label: string }[];
  urls: { value: string; label: string }[]; photo: string | null;
  cadence_days: number | null; last_touch: string | null; due: string | null; stretch: number | null;
}
export interface ReachOut {
  contact: Contact; last_touch: string | null; due: string; stretch: number; cadence_days: number; state: string; why: string[];
}
export interface FollowUp { id: number; contact: ContactRef; kind: string; theirs: boolean; text: string; due: string | null }
export interface Today {
  date: string; pace: { today: number; minutes: number; week_done: number; week_pace: number };
  follow_ups: FollowUp[]; reach_outs: ReachOut[]; this_week: { date: string; text: string }[]; load: number; done: number;
}
export interface SettingsValues { theme: "system" | "light" | "dark" }
export interface Commands {
  today: { input: { on?: string }; output: Today };
  settings: { input: Record<string, never>; output: SettingsValues };
  undo: { input: { id?: number }; output: Operation };
  redo: { input: Record<string, never>; output: Operation };
  history: { input: { limit?: number }; output: Operation[] };
}
