/** One line of a menu. `line` draws a rule above it. */
export interface MenuItem {
  label: string;
  run: () => void;
  keys?: string;
  bad?: boolean;
  line?: boolean;
  disabled?: boolean;
}
