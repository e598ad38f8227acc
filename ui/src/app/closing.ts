/** What must be put away before the window closes. Text typed and not saved is lost with it otherwise. */
import { answered } from "../api/client";
import { host } from "../host/current";

type PutAway = () => Promise<unknown>;

const things = new Set<PutAway>();

/** Puts something away before the window closes; returns how to forget it. */
export function beforeClosing(putAway: PutAway): () => void {
  things.add(putAway);
  return () => things.delete(putAway);
}

function putAllAway(): Promise<unknown> {
  return Promise.allSettled([...things].map((putAway) => putAway()));
}

/** Listens for the end: puts everything away, then lets the window go. */
export function watchClosing(): () => void {
  return host().closing(() => void putAllAway().then(() => host().putAway()));
}

/** How long the answer of a restore is waited for, in milliseconds. */
const ANSWER = 3000;

/**
 * Begins anew when a backup took the place of everything: what is on screen means nothing any more.
 *
 * Not before its answer is here: a page that goes while it waits has the window send the call once more.
 */
export function watchRestoring(): () => void {
  return host().listen(({ kinds }) => {
    if (!kinds.includes("restored")) return;
    void Promise.allSettled([answered(ANSWER), putAllAway()]).then(() => location.reload());
  });
}
