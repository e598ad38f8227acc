/** Opens "Add person" from anywhere. */

/** The name to begin with; null: the form is closed. */
export const adding: { name: string | null } = $state({ name: null });

/** Opens "Add person". */
export function openAdd(name = ""): void {
  adding.name = name;
}
