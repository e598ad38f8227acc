/** How long a movement of the layout takes: none at all when the system asks for less. */
export function calm(ms = 160): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : ms;
}
