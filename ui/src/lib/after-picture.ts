/** Long enough that what is done then does not hold up the picture, and short enough to come before a hand does. */
const BREATH = 300;

/**
 * Does what nobody waits for, a breath after the next picture stands, two frames from now. WebKit has no
 * `requestIdleCallback`. `breath` is in milliseconds. Returns how to leave it.
 */
export function afterPicture(work: () => void, breath = BREATH): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => (timer = setTimeout(work, breath)));
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
