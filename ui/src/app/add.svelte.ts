/** Opens "Add person" from anywhere. */
import { expectDialog } from "./commands.svelte";

/** The name to begin with; null: the form is closed. */
export const adding: { name: string | null } = $state({ name: null });

/** Opens "Add person". */
export function openAdd(name = ""): void {
  expectDialog();
  adding.name = name;
}
