/** The window's host. The only file that knows Tauri. */
import { invoke } from "@tauri-apps/api/core";
import { listen, TauriEvent } from "@tauri-apps/api/event";
import { EVERYTHING, type Changes, type Host, type StartState } from "./host";

/** Turns a promised "stop listening" into one that can be called at once. */
function stopper(started: Promise<() => void>): () => void {
  return () => void started.then((stop) => stop());
}

/** What the window told the page before these scripts were there: the answer to its first question. */
function toldAlready(): StartState | undefined {
  const told = window.__KITH_START__;
  delete window.__KITH_START__;
  return told;
}

declare global {
  interface Window {
    __KITH_START__?: StartState;
  }
}

export function tauriHost(): Host {
  return {
    can: { folders: true, demo: true, quit: true, background: true },
    call: (command, input) => invoke("call", { command, input }),
    listen: (heard) => {
      const listening = listen<Changes>("changes", (event) => heard(event.payload));
      void listening.then(async () => (await invoke<boolean>("has_changed")) && heard(EVERYTHING));
      return stopper(listening);
    },
    dayChanged: (heard) => stopper(listen("day", () => heard())),
    startChanged: (heard) => stopper(listen<StartState>("start", (event) => heard(event.payload))),
    closing: (heard) => stopper(listen("closing", () => heard())),
    dropped: (heard) => {
      const nothing = { over: false, paths: [] };
      const stops = [
        listen(TauriEvent.DRAG_ENTER, () => heard({ over: true, paths: [] })),
        listen(TauriEvent.DRAG_LEAVE, () => heard(nothing)),
        listen<{ paths: string[] }>(TauriEvent.DRAG_DROP, ({ payload }) =>
          heard({ over: false, paths: payload.paths }),
        ),
      ].map(stopper);
      return () => stops.forEach((stop) => stop());
    },
    acts: (heard) => stopper(listen("acts", () => heard())),
    takeActs: () => invoke("take_acts"),
    startState: async () => toldAlready() ?? invoke("start_state"),
    startRetry: () => invoke("start_retry"),
    recover: (file) => invoke("recover", { file }),
    pickFiles: (pick) => invoke("pick_files", { ...pick }),
    pickFolder: (title) => invoke("pick_folder", { title }),
    saveFile: (title, name) => invoke("save_file", { title, name }),
    reveal: (path) => invoke("reveal", { path }),
    openExternal: (url) => invoke("open_external", { url }),
    openDemo: () => invoke("open_demo"),
    leaveDemo: () => invoke("close_demo"),
    setDataFolder: (path) => invoke("change_data_dir", { path }),
    putAway: () => invoke("put_away"),
    background: () => invoke("background"),
    setAutostart: (on) => invoke("set_autostart", { on }),
    setTimer: (on) => invoke("set_timer", { on }),
    quit: () => invoke("quit"),
  };
}
