/** Taking back and doing again, with a word about what it was. */
import { call } from "../api/client";
import { dismissOperation, toast, toastError } from "./toasts.svelte";
import * as m from "../lib/messages";
import { say } from "../lib/said";

/** Takes the newest operation back, or the one named. */
export async function undo(id?: number): Promise<void> {
  try {
    const report = await call("undo", id === undefined ? {} : { id });
    if (!report) return void toast(m.undo_nothing());
    dismissOperation(report.operation.id);
    const kept = Object.values(report.kept).reduce((sum, n) => sum + n, 0);
    const done = m.undo_done({ what: say(report.operation.said) });
    toast(kept > 0 ? `${done}. ${m.undo_kept({ n: kept })}` : done, {
      action: { label: m.action_redo(), run: () => void redo() },
    });
  } catch (thrown) {
    toastError(thrown);
  }
}

/** Does again what was undone last. */
export async function redo(): Promise<void> {
  try {
    const report = await call("redo", {});
    if (!report) return void toast(m.redo_nothing());
    const { id, said } = report.operation;
    toast(m.redo_done({ what: say(said) }), {
      action: { label: m.action_undo(), run: () => void undo(id) },
      operation: id,
    });
  } catch (thrown) {
    toastError(thrown);
  }
}

/** Says what was done, with an Undo for just that. */
export async function toastDone(text: string): Promise<void> {
  const [newest] = await call("history", { limit: 1 }).catch(() => []);
  const action = newest && { label: m.action_undo(), run: () => void undo(newest.id) };
  toast(text, { action, operation: newest?.id });
}

/** Runs a change, says it was done and offers to undo it; errors are shown. Undefined when it failed. */
export async function change<T>(
  what: Promise<T>,
  done: string | ((answer: T) => string),
): Promise<T | undefined> {
  try {
    const answer = await what;
    await toastDone(typeof done === "string" ? done : done(answer));
    return answer;
  } catch (thrown) {
    toastError(thrown);
    return undefined;
  }
}
