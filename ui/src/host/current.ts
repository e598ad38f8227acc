import type { Host } from "./host";

let current: Host | undefined;

/** Sets the host once, before anything is shown; tests set their own. */
export function setHost(host: Host): void {
  current = host;
}

/** The host the screens run in. */
export function host(): Host {
  if (!current) throw new Error("no host was set");
  return current;
}
