/** Short messages at the foot of the window, each read out politely. */
import { asApiError } from "../api/errors";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "bad";
  action?: { label: string; run: () => void };
  /** The operation its action takes back; the message goes when that was undone otherwise. */
  operation?: number;
}

const shown: { toasts: Toast[] } = $state({ toasts: [] });
let next = 1;

/** The toasts on screen, oldest first. */
export function toasts(): readonly Toast[] {
  return shown.toasts;
}

/** Shows a message; at most two are on screen. */
export function toast(
  text: string,
  options: Partial<Pick<Toast, "tone" | "action" | "operation">> = {},
): number {
  const one: Toast = { id: next++, text, tone: "plain", ...options };
  shown.toasts = [...shown.toasts, one].slice(-2);
  return one.id;
}

/** Takes one away. */
export function dismiss(id: number): void {
  shown.toasts = shown.toasts.filter((one) => one.id !== id);
}

/** Takes away what offers to undo an operation that is undone already. */
export function dismissOperation(operation: number): void {
  shown.toasts = shown.toasts.filter((one) => one.operation !== operation);
}

/** Shows an error with its hint. For failures that no field on screen can show. */
export function toastError(thrown: unknown): void {
  const error = asApiError(thrown);
  toast(error.hint ? `${error.message} ${error.hint}` : error.message, { tone: "bad" });
}
