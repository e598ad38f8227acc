/** Opens the import from anywhere: the first start, People, Settings, or a file dropped on the window. */
import { expectDialog } from "./commands.svelte";

/** The files to import; empty asks for them; null: the import is closed. */
export const importing: { paths: string[] | null } = $state({ paths: null });

/** Opens the import, with files when they are known. */
export function openImport(paths: string[] = []): void {
  expectDialog();
  importing.paths = paths;
}
