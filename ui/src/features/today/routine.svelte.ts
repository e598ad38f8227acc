/** The time spent in the routine today, while its cards are being gone through. */

const spent: { day: string; seconds: number } = $state({ day: "", seconds: 0 });

/** Counts while the routine runs; returns how to stop. A pause of the machine counts as none. */
export function run(day: string): () => void {
  if (spent.day !== day) Object.assign(spent, { day, seconds: 0 });
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const gone = (now - last) / 1000;
    last = now;
    if (gone < 60) spent.seconds += gone;
  }, 5_000);
  return () => clearInterval(timer);
}

/** Minutes left of the routine's, rounded; null before it was begun today. */
export function minutesLeft(day: string, minutes: number): number | null {
  if (spent.day !== day) return null;
  return Math.max(0, Math.round(minutes - spent.seconds / 60));
}
