/** Keeps a draft on disk while somebody types: soon after the last key, and never long after the first. */

/** Quiet time after a key before the draft is kept, in milliseconds. */
export const QUIET = 250;
/** The longest a draft waits while keys keep coming. */
export const LONGEST = 2_000;

export interface Keeper<T> {
  /** The draft as it is now. */
  set(body: T): void;
  /** Keeps what waits at once; settles when it is on disk. */
  flush(): Promise<void>;
  /** Forgets what waits and settles when nothing is under way, so that no save comes after a discard. */
  stop(): Promise<void>;
}

/** `save` answers once the body is on disk; saves never overtake each other. */
export function keeper<T>(
  save: (body: T) => Promise<unknown>,
  failed: (error: unknown) => void = () => {},
): Keeper<T> {
  let waiting: { body: T } | undefined;
  let since = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tail: Promise<unknown> = Promise.resolve();

  function send(): Promise<void> {
    clearTimeout(timer);
    const next = waiting;
    waiting = undefined;
    if (next) tail = tail.catch(() => {}).then(() => save(next.body));
    return tail.then(() => {});
  }

  return {
    set(body) {
      const now = Date.now();
      if (!waiting) since = now;
      waiting = { body };
      clearTimeout(timer);
      const rest = Math.max(0, since + LONGEST - now);
      timer = setTimeout(() => void send().catch(failed), Math.min(QUIET, rest));
    },
    flush: send,
    async stop() {
      clearTimeout(timer);
      waiting = undefined;
      await tail.catch(() => {});
    },
  };
}
