/** What the screens may ask of the program they run in. One implementation each for the window and a browser. */

import type { Backup } from "../api/bindings";

/** What changed in the core: kinds only, after the commit. */
export interface Changes {
  kinds: string[];
}

/** Told where a change may have been missed: all that is on screen is asked for again. */
export const EVERYTHING: Changes = {
  kinds: [
    "people",
    "conversations",
    "give_and_take",
    "groups",
    "settings",
    "today",
    "history",
    "drafts",
  ],
};

/** An answer that was given before it was asked for. */
export interface Ahead {
  command: string;
  input: unknown;
  answer: unknown;
}

/** How the program stands: open and answering, or why not. */
export type StartState =
  | {
      state: "ready";
      data_dir: string;
      /** True while the made-up life is open. */
      demo: boolean;
      /** The moment it was told to live in, for tests and pictures. */
      now: string | null;
      /** Another process owns the folder; commands go through it. */
      remote: boolean;
      /** What the first screen will ask, answered already; given once. */
      ahead?: readonly Ahead[];
    }
  | {
      state: "failed";
      data_dir: string;
      demo: boolean;
      error: unknown;
      /** The newest sound backup, where the database is damaged or missing. */
      backup: Backup | null;
    };

/** What the screens are asked to do from outside: by a reminder's button, the tray, a link, a key. */
export type Act =
  | { do: "log"; contact_id: number | null }
  | { do: "today" }
  | { do: "contact"; contact_id: number }
  | { do: "contact_named"; who: string }
  | { do: "search"; text: string }
  | { do: "import"; paths: string[] }
  | { do: "refused" };

/** A systemd user timer that reminds without Kith running. */
export interface Timer {
  possible: boolean;
  written: boolean;
  folder: string;
  service: string;
  timer: string;
  /** What switches it on, for a terminal. */
  command: string;
}

/** How Kith stands in the background. */
export interface Background {
  autostart: boolean;
  /** Whether the desktop shows Kith's icon in its tray. */
  tray: boolean;
  shortcut_possible: boolean;
  shortcut: string;
  timer: Timer | null;
}

/** What a file picker is for and what it offers. */
export interface Pick {
  title: string;
  /** Without dots; all files when empty. */
  extensions: string[];
  multiple: boolean;
}

/** What not every program can do; what it cannot is not offered. */
export interface Abilities {
  /** Choose the data folder, and show files in the system's file manager. */
  folders: boolean;
  /** Open the made-up life beside the user's own. */
  demo: boolean;
  /** End itself. */
  quit: boolean;
  /** Goes on without a window, and is started by the system. */
  background: boolean;
}

export interface Host {
  readonly can: Abilities;
  /** Runs one command of the core's table. Rejects with the core's error object. */
  call(command: string, input: unknown): Promise<unknown>;
  /** Tells of every committed change. Returns how to stop listening. */
  listen(heard: (changes: Changes) => void): () => void;
  /** Tells that the routine day rolled over. */
  dayChanged(heard: () => void): () => void;
  /** Tells that the program stands otherwise than before: a busy folder became free, another was opened. */
  startChanged(heard: (state: StartState) => void): () => void;
  /** Tells that the window is about to close: what is typed and not kept goes to disk, then `putAway`. */
  closing(heard: () => void): () => void;
  /** Tells of files held over the window, and dropped on it, by path. */
  dropped(heard: (drop: { over: boolean; paths: string[] }) => void): () => void;
  /** Tells that something is asked of the screens from outside; `takeActs` says what. */
  acts(heard: () => void): () => void;
  /** What was asked from outside, once; also asked for at the start, for a window that was made for it. */
  takeActs(): Promise<Act[]>;
  startState(): Promise<StartState>;
  /** Tries again to open the folder. */
  startRetry(): Promise<StartState>;
  /** Sets a damaged database aside, puts a backup in its place and opens the folder. */
  recover(file: string): Promise<StartState>;
  /** Paths of the files chosen; empty when the person thought better of it. */
  pickFiles(pick: Pick): Promise<string[]>;
  pickFolder(title: string): Promise<string | null>;
  /** A place to write a file to, or null. */
  saveFile(title: string, name: string): Promise<string | null>;
  /** Shows a file or folder in the system's file manager. */
  reveal(path: string): Promise<void>;
  /** Opens `https:`, `http:`, `mailto:` or `tel:` with the system's program for it. */
  openExternal(url: string): Promise<void>;
  openDemo(): Promise<void>;
  leaveDemo(): Promise<void>;
  /** Moves to another data folder; the screens start again. */
  setDataFolder(path: string): Promise<void>;
  /** Says that what was typed is kept, so that the window can go. */
  putAway(): Promise<void>;
  background(): Promise<Background>;
  setAutostart(on: boolean): Promise<Background>;
  setTimer(on: boolean): Promise<Background>;
  quit(): Promise<void>;
}
