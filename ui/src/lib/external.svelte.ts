/** An address in somebody's note is shown before it is opened: notes put it here, the app asks and opens. */
export const external: { asked: string | null } = $state({ asked: null });

/** Asks the person whether this address may be opened. */
export function askToOpen(url: string): void {
  external.asked = url;
}
