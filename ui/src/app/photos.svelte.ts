/** Photos come from the core by their SHA-256, once each, and are kept while the window lives. */
import { SvelteMap } from "svelte/reactivity";
import { call } from "../api/client";

const LIMIT = 300;
const kept = new SvelteMap<string, string | null>();

/** The address of a photo for an `img`; null until it is there, and when there is none. */
export function photo(sha256: string | null | undefined): string | null {
  return sha256 ? (kept.get(sha256) ?? null) : null;
}

/** Fetches a photo unless it is here or on its way. */
export function fetchPhoto(sha256: string): void {
  if (kept.has(sha256)) return;
  const oldest = kept.size >= LIMIT ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
  kept.set(sha256, null);
  call("photo_get", { sha256 }).then(
    (found) => kept.set(sha256, found.uri),
    () => {},
  );
}
