/** The window's host. The only file that knows Tauri. */
import { convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import type { Changes, Host, StartState } from "./host";

/** Turns a promised "stop listening" into one that can be called at once. */
function stopper(started: Promise<() => void>): () => void {
  return () => void started.then((stop) => stop());
}

export function tauriHost(): Host {
  let dataDir = "";
  return {
    call: (command, input) => invoke("call", { command, input }),
    listen: (heard) => stopper(listen<Changes>("changes", (event) => heard(event.payload))),
    dropped: (heard) =>
      stopper(
        getCurrentWebview().onDragDropEvent(({ payload }) => {
          if (payload.type === "over") return;
          const paths = payload.type === "leave" ? [] : payload.paths;
          heard({ over: payload.type === "enter", paths });
        }),
      ),
    startState: async () => {
      const state = await invoke<StartState>("start_state");
      dataDir = state.data_dir;
      return state;
    },
    pickFiles: (filters) => invoke("pick_files", { filters }),
    pickSave: (name, filters) => invoke("pick_save", { name, filters }),
    pickFolder: () => invoke("pick_folder"),
    reveal: (path) => invoke("reveal", { path }),
    openExternal: (url) => invoke("open_external", { url }),
    openDemo: () => invoke("open_demo"),
    leaveDemo: () => invoke("leave_demo"),
    setDataFolder: (path) => invoke("set_data_folder", { path }),
    fileUrl: (sha256) => convertFileSrc(`${dataDir}/files/${sha256}`),
    quit: () => invoke("quit"),
  };
}
