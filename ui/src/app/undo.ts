/** Taking back and doing again, with a word about what it was. */
import { call } from "../api/client";
import { toast, toastError } from "./toasts.svelte";

/** Takes the newest operation back, or the one named. */
export async function undo(id?: number): Promise<void> {
  try {
    const operation = await call("undo", id === undefined ? {} : { id });
    toast(`Undone: ${operation.label}`, { action: { label: "Redo", run: () => void redo() } });
  } catch (thrown) {
    toastError(thrown);
  }
}

/** Does again what was undone last. */
export async function redo(): Promise<void> {
  try {
    const operation = await call("redo", {});
    toast(`Done again: ${operation.label}`, { action: { label: "Undo", run: () => void undo() } });
  } catch (thrown) {
    toastError(thrown);
  }
}

/** Says what was done, with an Undo beside it. */
export function toastDone(text: string): void {
  toast(text, { action: { label: "Undo", run: () => void undo() } });
}

/** Runs a change, says it was done, offers to undo it; errors are shown. True when it was done. */
export async function change(what: Promise<unknown>, done: string): Promise<boolean> {
  try {
    await what;
    toastDone(done);
    return true;
  } catch (thrown) {
    toastError(thrown);
    return false;
  }
}
