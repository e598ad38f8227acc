import * as m from "./messages";

/** How a key binding is written on a key cap. Bindings are tinykeys': "$mod+Shift+P", "L", "ArrowDown". */
const CAPS: Record<string, () => string> = {
  $mod: m.keys_ctrl,
  Control: m.keys_ctrl,
  Shift: m.keys_shift,
  Alt: m.keys_alt,
  Escape: m.keys_escape,
  Enter: () => "↵",
  ArrowUp: () => "↑",
  ArrowDown: () => "↓",
  ArrowLeft: () => "←",
  ArrowRight: () => "→",
  Delete: m.keys_delete,
  Home: m.keys_home,
  End: m.keys_end,
  PageUp: m.keys_page_up,
  PageDown: m.keys_page_down,
  Plus: () => "+",
  Space: m.keys_space,
};

/** The keys of one binding without those that may be left out. */
function parts(binding: string): string[] {
  return binding
    .replace(/(^|\+)\+$/, "$1Plus")
    .split("+")
    .filter((part) => !part.startsWith("["));
}

/** The caps of one binding: `["Ctrl", "Shift", "P"]`. */
export function caps(binding: string): string[] {
  return parts(binding).map(
    (part) => CAPS[part]?.() ?? (part.length === 1 ? part.toUpperCase() : part),
  );
}

/** One line for a label: "Ctrl Shift P". */
export function keyText(binding: string): string {
  return caps(binding).join(" ");
}

/** For `aria-keyshortcuts`, which has names of its own: "Control+Shift+P". */
export function ariaKeys(binding: string): string {
  return parts(binding)
    .map((part) => (part === "$mod" ? "Control" : part))
    .join("+");
}
