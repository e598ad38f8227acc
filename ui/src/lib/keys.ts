/** How a key binding is written on a key cap. Bindings are tinykeys': "$mod+Shift+P", "L", "ArrowDown". */
const CAPS: Record<string, string> = {
  $mod: "Ctrl",
  Control: "Ctrl",
  Escape: "Esc",
  Enter: "↵",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Delete: "Del",
  Plus: "+",
  " ": "Space",
};

/** The caps of one binding: `["Ctrl", "Shift", "P"]`. */
export function caps(binding: string): string[] {
  return binding
    .replace(/(^|\+)\+$/, "$1Plus")
    .split("+")
    .filter((part) => !part.startsWith("["))
    .map((part) => CAPS[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** One line for a label: "Ctrl Shift P". */
export function keyText(binding: string): string {
  return caps(binding).join(" ");
}
