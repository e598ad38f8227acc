/** Which card is under the pointer or key. It stays with its card, and passes to the next when that leaves. */
import { tick, untrack } from "svelte";
import { dialogOpen } from "../../app/commands.svelte";
import { keep, type Item } from "./items";

export interface Selection {
  readonly at: number;
  readonly current: Item | undefined;
  select(item: Item): void;
  /** Selects the card at that place, gives it the focus and brings it into view. */
  move(to: number): Promise<void>;
  /** Selects the card the pointer moved to; a page that moves under a resting pointer selects nothing. */
  hover(event: PointerEvent, item: Item): void;
}

// Who was selected when the screen was left, for coming back to.
let remembered: string | null = null;

/** For a component's life; `list` is read reactively. */
export function selection(list: () => readonly Item[]): Selection {
  let key = $state<string | null>(remembered);
  let index = $state(0);
  let shown: string | null = null;
  let pointer = { x: -1, y: -1 };

  const at = $derived(keep(list(), key, index));
  const current = $derived(list()[at]);

  // The place is remembered, so that the next card takes it when this one leaves, and the focus with it.
  $effect(() => {
    if (!current) return;
    const left = untrack(() => key !== null && key !== current.key && key === shown);
    shown = current.key;
    [key, index] = [current.key, at];
    remembered = current.key;
    // At once, and again when a dialog that did it has gone and given the focus back to nobody.
    if (left) refocus();
    if (left) setTimeout(refocus, 260);
  });

  function refocus(): void {
    const focused = document.activeElement;
    const lost =
      focused === null || focused === document.body || focused.closest("article") !== null;
    const card = document.getElementById(key ?? "");
    if (lost && !dialogOpen() && !card?.contains(focused)) card?.focus({ preventScroll: true });
  }

  function select(item: Item): void {
    [key, index] = [item.key, list().indexOf(item)];
  }

  return {
    get at() {
      return at;
    },
    get current() {
      return current;
    },
    select,
    async move(to) {
      const item = list()[Math.max(0, Math.min(to, list().length - 1))];
      if (!item) return;
      select(item);
      await tick();
      const card = document.getElementById(item.key);
      card?.focus({ preventScroll: true });
      card?.scrollIntoView({ block: "nearest" });
    },
    hover(event, item) {
      const moved = event.screenX !== pointer.x || event.screenY !== pointer.y;
      pointer = { x: event.screenX, y: event.screenY };
      if (moved && item.key !== current?.key) select(item);
    },
  };
}
