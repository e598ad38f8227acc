/** What the screens may ask of the program they run in. One implementation each for the window and, later, a browser. */

/** What changed in the core, as it published it. */
export interface Changes {
  /** Kinds of things that changed: "contact", "conversation", "settings", … */
  kinds: string[];
  /** The operation in the undo history, when it can be undone. */
  operation?: number | null;
}

/** How the program stands when the screens ask for the first time. */
export interface StartState {
  /** "ready": commands answer. "waiting": somebody else holds the folder. "failed": it could not be opened. */
  state: "ready" | "waiting" | "failed";
  /** The folder that holds everything. */
  data_dir: string;
  /** True while the made-up life is open. */
  demo: boolean;
  version: string;
  /** The reason, for "waiting" and "failed". */
  error?: unknown;
}

/** Which files a file picker offers. */
export interface FileFilter {
  name: string;
  extensions: string[];
}

export interface Host {
  /** Runs one command of the core's table. Rejects with the core's error object. */
  call(command: string, input: unknown): Promise<unknown>;
  /** Tells of every committed change. Returns how to stop listening. */
  listen(heard: (changes: Changes) => void): () => void;
  /** Tells of files dropped on the window, by path. Returns how to stop listening. */
  dropped(heard: (drop: { over: boolean; paths: string[] }) => void): () => void;
  startState(): Promise<StartState>;
  /** Paths of the files chosen; empty when the person thought better of it. */
  pickFiles(filters: FileFilter[]): Promise<string[]>;
  /** A place to write a file to, or null. */
  pickSave(name: string, filters: FileFilter[]): Promise<string | null>;
  pickFolder(): Promise<string | null>;
  /** Shows a file or folder in the system's file manager. */
  reveal(path: string): Promise<void>;
  /** Opens `https:`, `mailto:` or `tel:` with the system's program for it. */
  openExternal(url: string): Promise<void>;
  openDemo(): Promise<void>;
  leaveDemo(): Promise<void>;
  /** Moves to another data folder; the screens start again. */
  setDataFolder(path: string): Promise<void>;
  /** The address under which a file of `files/` can be shown, by its SHA-256. */
  fileUrl(sha256: string): string;
  quit(): Promise<void>;
}
