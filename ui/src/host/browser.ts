/**
 * The screens in a browser, before `kith serve`. Files travel through the server, which gives them paths; what only
 * a window can is not offered (`can`).
 */
import * as m from "../lib/messages";
import { EVERYTHING, type Changes, type Host, type StartState } from "./host";

/** Asks the server; an answer that is none says why. */
async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch (thrown) {
    throw gone(String(thrown));
  }
  if (!answer.ok) throw gone(await answer.text());
  return answer.json();
}

function gone(detail: string): unknown {
  return {
    code: "unexpected",
    message: m.browser_gone(),
    hint: m.browser_gone_hint(),
    detail,
  };
}

const named = (path: string, name: string) => `${path}?name=${encodeURIComponent(name)}`;

/** Hands a file over; answers its path on the server's side. */
async function bring(file: File): Promise<string> {
  const brought = await ask(named("files", file.name), { method: "POST", body: file });
  return (brought as { path: string }).path;
}

/** Lets the person choose files; none when they thought better of it. */
function choose(extensions: readonly string[], multiple: boolean): Promise<File[]> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = extensions.map((extension) => `.${extension}`).join(",");
  input.multiple = multiple;
  return new Promise((resolve) => {
    input.onchange = () => resolve([...(input.files ?? [])]);
    input.oncancel = () => resolve([]);
    input.click();
  });
}

/** Lets the browser fetch what was written. */
function download(number: number, name: string): void {
  const link = document.createElement("a");
  link.href = `files/${number}`;
  link.download = name;
  link.click();
}

/** What is never asked of a browser. */
const windowOnly = () => Promise.reject(new Error("only a window can"));

export function browserHost(): Host {
  let source: EventSource | undefined;
  const events = () => (source ??= new EventSource("changes"));
  /** Files that were given a path, until a command wrote them. */
  const places = new Map<string, { number: number; name: string }>();
  let leaving = false;

  /** Listens for one kind of event; returns how to stop. */
  function on(event: string, heard: (data: string) => void): () => void {
    const listener = (message: MessageEvent<string>) => heard(message.data);
    const from = events();
    from.addEventListener(event, listener);
    return () => from.removeEventListener(event, listener);
  }

  async function call(command: string, input: unknown): Promise<unknown> {
    const answer = (await ask("call", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ command, input }),
      // What is put away while the page goes reaches the server all the same.
      keepalive: leaving,
    })) as { ok: unknown } | { err: unknown };
    if ("err" in answer) throw answer.err;
    for (const value of Object.values((input ?? {}) as Record<string, unknown>)) {
      const place = typeof value === "string" ? places.get(value) : undefined;
      if (place) download(place.number, place.name);
    }
    return answer.ok;
  }

  return {
    can: { folders: false, demo: false, quit: false, background: false },
    call,
    listen: (heard) => {
      const stops = [
        on("changes", (data) => heard(JSON.parse(data) as Changes)),
        on("everything", () => heard(EVERYTHING)),
      ];
      // A connection that was lost may have missed something.
      let lost = false;
      const from = events();
      const onerror = () => (lost = true);
      const onopen = () => {
        if (lost) heard(EVERYTHING);
        lost = false;
      };
      from.addEventListener("error", onerror);
      from.addEventListener("open", onopen);
      return () => {
        stops.forEach((stop) => stop());
        from.removeEventListener("error", onerror);
        from.removeEventListener("open", onopen);
      };
    },
    dayChanged: (heard) => on("day", () => heard()),
    startChanged: () => () => {},
    closing: (heard) => {
      const onhide = () => {
        if (document.visibilityState !== "hidden") return;
        leaving = true;
        heard();
        leaving = false;
      };
      document.addEventListener("visibilitychange", onhide);
      return () => document.removeEventListener("visibilitychange", onhide);
    },
    dropped: (heard) => {
      const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
      const onover = (event: DragEvent) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        heard({ over: true, paths: [] });
      };
      const onleave = (event: DragEvent) => {
        if (event.relatedTarget === null) heard({ over: false, paths: [] });
      };
      const ondrop = (event: DragEvent) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        const files = [...(event.dataTransfer?.files ?? [])];
        void Promise.all(files.map(bring))
          .catch(() => [])
          .then((paths) => heard({ over: false, paths }));
      };
      window.addEventListener("dragover", onover);
      window.addEventListener("dragleave", onleave);
      window.addEventListener("drop", ondrop);
      return () => {
        window.removeEventListener("dragover", onover);
        window.removeEventListener("dragleave", onleave);
        window.removeEventListener("drop", ondrop);
      };
    },
    // Nothing outside the browser asks anything of a page.
    acts: () => () => {},
    takeActs: () => Promise.resolve([]),
    startState: async () => (await ask("start")) as StartState,
    startRetry: async () => (await ask("start")) as StartState,
    // The server begins only with a database that opens.
    recover: () => Promise.reject(gone("recover")),
    pickFiles: async ({ extensions, multiple }) =>
      Promise.all((await choose(extensions, multiple)).map(bring)),
    pickFolder: () => Promise.resolve(null),
    saveFile: async (_title, name) => {
      const place = (await ask(named("files/place", name), { method: "POST" })) as {
        path: string;
        number: number;
      };
      places.set(place.path, { number: place.number, name });
      return place.path;
    },
    reveal: () => Promise.resolve(),
    openExternal: (url) => {
      const known = /^(https?|mailto|tel):/i.test(url.trim());
      if (known) window.open(url, "_blank", "noopener,noreferrer");
      return Promise.resolve();
    },
    openDemo: () => Promise.resolve(),
    leaveDemo: () => Promise.resolve(),
    setDataFolder: () => Promise.resolve(),
    putAway: () => Promise.resolve(),
    background: windowOnly,
    setAutostart: windowOnly,
    setTimer: windowOnly,
    quit: () => Promise.resolve(),
  };
}
