/** Calls `run` once things have been quiet for `ms`; `flush` calls at once what is waiting. */
export function debounce<A extends unknown[]>(run: (...args: A) => void, ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: A | undefined;
  const fire = () => {
    const args = waiting;
    waiting = undefined;
    timer = undefined;
    if (args) run(...args);
  };
  const debounced = (...args: A) => {
    waiting = args;
    clearTimeout(timer);
    timer = setTimeout(fire, ms);
  };
  debounced.flush = () => {
    clearTimeout(timer);
    fire();
  };
  debounced.cancel = () => {
    clearTimeout(timer);
    waiting = undefined;
  };
  return debounced;
}
